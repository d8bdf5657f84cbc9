namespace CovTools.Collection;

/// <summary>Follows a collection. Calls may come from any thread, one at a time.</summary>
public interface ICollectionObserver
{
    /// <summary>The work entered another phase, such as "scanning the corpus".</summary>
    public void OnPhase(string phase);

    /// <summary>More is done.</summary>
    public void OnProgress(CollectionProgress progress);

    /// <summary>Something that the user should know; the work goes on.</summary>
    public void OnWarning(string message);
}
