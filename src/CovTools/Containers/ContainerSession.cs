namespace CovTools.Containers;

/// <summary>
/// A container whose main process is being talked to. Read <see cref="Output"/> all the time (it also carries the lines of standard
/// error). Disposing of the session kills and removes the container, whatever state it is in.
/// </summary>
public sealed class ContainerSession : IAsyncDisposable
{
    private static readonly TimeSpan s_disposalTime = TimeSpan.FromMinutes(2);
    private readonly IContainerEngine _engine;
    private readonly ContainerLaunch _launch;
    private readonly LineSplitter _errorLines;
    private ContainerAttachment? _attachment;
    private bool _disposed;
    private bool _isKilled;

    internal ContainerSession(IContainerEngine engine, string name, string id, ContainerLaunch launch)
    {
        _engine = engine;
        _launch = launch;
        _errorLines = new LineSplitter(launch.ErrorLine);
        Name = name;
        Id = id;
    }

    /// <summary>Name of the container, <c>covtools-RUN-NUMBER</c>.</summary>
    public string Name { get; }

    /// <summary>Id that the engine gave it.</summary>
    public string Id { get; }

    /// <summary>Standard input of the main process (asynchronous writes only); disposing of it is the end of input.</summary>
    public Stream Input => Attachment.Input;

    /// <summary>Standard output of the main process (asynchronous reads only); ends when the container has ended.</summary>
    public Stream Output => Attachment.Output;

    /// <summary>How the container ended; null while that is unknown. Known after <see cref="WaitAsync"/> and after disposal.</summary>
    public ContainerEnd? End { get; private set; }

    private ContainerAttachment Attachment => _attachment ?? throw new InvalidOperationException("the container has not been started");

    /// <summary>Waits until the main process has ended and tells how.</summary>
    public async Task<ContainerEnd> WaitAsync(CancellationToken cancellationToken)
    {
        if (End is not null)
        {
            return End;
        }

        try
        {
            await _engine.WaitAsync(Id, cancellationToken).ConfigureAwait(false);
        }
        catch (ContainerEngineException exception) when (exception.Status is not null)
        {
            // Gone, or it never ran: the state below tells.
        }

        var state = await InspectEndAsync(cancellationToken).ConfigureAwait(false);
        End = state is null
            ? new ContainerEnd(null, OutOfMemory: false, "the container was removed by somebody else")
            : new ContainerEnd(state.ExitCode, state.OutOfMemory, state.Error);
        return End;
    }

    /// <summary>Kills the main process (SIGKILL) and with it the container; does nothing when it does not run.</summary>
    public Task KillAsync(CancellationToken cancellationToken)
    {
        _isKilled = true;
        return _engine.KillAsync(Id, "SIGKILL", cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        using var deadline = new CancellationTokenSource(s_disposalTime);
        try
        {
            if (_attachment is not null)
            {
                await KillAsync(deadline.Token).ConfigureAwait(false);
                await WaitAsync(deadline.Token).ConfigureAwait(false);
                await _attachment.DisposeAsync().ConfigureAwait(false);
                _errorLines.End();
            }
        }
        catch (Exception exception) when (exception is ContainerEngineException or MalformedDataException or OperationCanceledException)
        {
            _launch.Note($"{Name}: how it ended is unknown: {exception.Message}");
        }

        try
        {
            await _engine.RemoveAsync(Id, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ContainerEngineException or MalformedDataException or OperationCanceledException)
        {
            _launch.Note($"{Name}: could not be removed, the next run will do it: {exception.Message}");
        }
    }

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var upload in _launch.Uploads)
        {
            await _engine.UploadAsync(Id, upload.Directory, upload.WriteAsync, cancellationToken).ConfigureAwait(false);
        }

        _attachment = await _engine.AttachAsync(Id, bytes => _errorLines.Add(bytes.Span), cancellationToken).ConfigureAwait(false);
        await _engine.StartAsync(Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An engine may hear that the kernel struck a moment after it has heard that the process ended.</summary>
    private async Task<ContainerState?> InspectEndAsync(CancellationToken cancellationToken)
    {
        const int KilledExitCode = 128 + 9;
        const int Looks = 10;
        var pause = TimeSpan.FromMilliseconds(50);
        var state = await _engine.InspectAsync(Id, cancellationToken).ConfigureAwait(false);
        for (var look = 1; look < Looks && !_isKilled && state is { ExitCode: KilledExitCode, OutOfMemory: false }; look++)
        {
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            state = await _engine.InspectAsync(Id, cancellationToken).ConfigureAwait(false);
        }

        return state;
    }
}
