namespace CovTools.Containers;

/// <summary>How a corpus gets into containers; one for all containers of a run. Disposing of it removes the copy, if there is one.</summary>
public sealed class CorpusMount : IAsyncDisposable
{
    private readonly Func<ValueTask> _remove;

    internal CorpusMount(ContainerMount mount, string reason, IReadOnlyList<LeftOutFile> leftOut, Func<ValueTask> remove)
    {
        Mount = mount;
        Reason = reason;
        LeftOut = leftOut;
        _remove = remove;
    }

    /// <summary>The mount, read-only.</summary>
    public ContainerMount Mount { get; }

    /// <summary>True when the corpus was copied into a volume of the engine.</summary>
    public bool IsCopy => Mount.Kind == ContainerMountKind.Volume;

    /// <summary>Why it is mounted this way, in a sentence.</summary>
    public string Reason { get; }

    /// <summary>Files that could not be copied.</summary>
    public IReadOnlyList<LeftOutFile> LeftOut { get; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _remove();
}
