using CovTools.Collection;

namespace CovTools.Cli.Progress;

/// <summary>Shows progress on standard error.</summary>
internal interface IProgressDisplay : ICollectionObserver, IDisposable
{
    /// <summary>How far other work than a collection is.</summary>
    /// <param name="text">In words.</param>
    /// <param name="share">0 to 1.</param>
    public void OnStep(string text, double share);
}
