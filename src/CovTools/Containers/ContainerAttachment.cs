namespace CovTools.Containers;

/// <summary>
/// The standard streams of a container. Read <see cref="Output"/> all the time: it also carries standard error, and a container
/// that nobody reads from stops at its next write. Disposing of the attachment closes the connection, not the container.
/// </summary>
public sealed class ContainerAttachment : IAsyncDisposable
{
    private readonly Stream _raw;
    private readonly IDisposable _owner;

    internal ContainerAttachment(EngineCall call, EngineConnection connection, Stream raw, IDisposable owner, Action<ReadOnlyMemory<byte>> error)
    {
        _raw = raw;
        _owner = owner;
        Input = new ContainerInputStream(call, connection, raw);
        Output = new MultiplexedOutputStream(call, raw, error);
    }

    /// <summary>Standard input (asynchronous writes only); disposing of it is the end of input for the container.</summary>
    public Stream Input { get; }

    /// <summary>Standard output (asynchronous reads only); ends when the main process has ended.</summary>
    /// <remarks>Reading throws <see cref="ContainerEngineException"/> when the stream breaks off, <see cref="MalformedDataException"/> when it is not one.</remarks>
    public Stream Output { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Input.DisposeAsync().ConfigureAwait(false);
        await Output.DisposeAsync().ConfigureAwait(false);
        await _raw.DisposeAsync().ConfigureAwait(false);
        _owner.Dispose();
    }
}
