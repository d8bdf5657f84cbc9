using System.Collections.Concurrent;
using System.Threading.Channels;

namespace CovTools.Execution;

/// <summary>
/// One conversation with a driver: sends requests, hands out the driver's events in order, and answers reads of files on the driver's host.
/// </summary>
internal sealed class DriverConnection : IAsyncDisposable
{
    private readonly IDriverTransport _transport;
    private readonly string _hostName;
    private readonly DriverMessageReader _reader;
    private readonly Channel<DriverMessage> _events = Channel.CreateUnbounded<DriverMessage>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly ConcurrentDictionary<long, TaskCompletionSource<DriverMessage>> _reads = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _readLoop;
    private long _lastRequest;
    private volatile bool _ended;

    public DriverConnection(IDriverTransport transport, string hostName)
    {
        _transport = transport;
        _hostName = hostName;
        _reader = new DriverMessageReader(transport.Output, hostName);
        _readLoop = Task.Run(ReadLoopAsync);
    }

    /// <summary>The driver's events but the answers to reads; completes when the driver ended, with an exception when it broke the protocol.</summary>
    public ChannelReader<DriverMessage> Events => _events.Reader;

    public IDriverTransport Transport => _transport;

    public Task StartAsync(DriverSettings settings, CancellationToken cancellationToken) =>
        SendAsync(DriverRequests.Encode(settings, _transport), cancellationToken);

    /// <summary>Asks for a script to be executed. An input that the driver has closed is no error here: the end of <see cref="Events"/> tells.</summary>
    public Task RunAsync(ScriptRequest script, CancellationToken cancellationToken) => SendAsync(DriverRequests.EncodeRun(script), cancellationToken);

    /// <summary>Reads bytes of a file on the driver's host.</summary>
    /// <exception cref="IOException">The driver cannot read it, or has ended.</exception>
    public async Task<DriverMessage> ReadFileAsync(string path, long offset, int length, CancellationToken cancellationToken)
    {
        var request = Interlocked.Increment(ref _lastRequest);
        var answer = new TaskCompletionSource<DriverMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _reads[request] = answer;
        try
        {
            // Looked at after the answer is registered: whoever sets it then fails every registered answer.
            if (_ended)
            {
                throw new IOException($"{_hostName}: the driver has ended");
            }

            await SendAsync(DriverRequests.EncodeRead(request, path, offset, length), cancellationToken).ConfigureAwait(false);
            var message = await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return message.Event == "data" ? message : throw new IOException($"{_hostName}: {path}: {message.Reason}");
        }
        finally
        {
            _reads.TryRemove(request, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _transport.DisposeAsync().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _readLoop.ConfigureAwait(false);
        _stop.Dispose();
        _sending.Dispose();
    }

    private async Task SendAsync(byte[] message, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _transport.Input.WriteAsync(message, cancellationToken).ConfigureAwait(false);
            await _transport.Input.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The driver is gone. Its output, which the read loop follows to the end, is the one source that says so.
        }
        catch (ObjectDisposedException)
        {
            // As above: the connection is being closed.
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReadLoopAsync()
    {
        Exception? failure = null;
        try
        {
            while (await _reader.ReadAsync(_stop.Token).ConfigureAwait(false) is { } message)
            {
                if (message.Event is "data" or "error")
                {
                    if (_reads.TryRemove(message.Request, out var answer))
                    {
                        answer.TrySetResult(message);
                    }
                }
                else
                {
                    _events.Writer.TryWrite(message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
        catch (IOException exception)
        {
            failure = exception;
        }
        catch (ObjectDisposedException)
        {
            // Disposed.
        }
        catch (MalformedDataException exception)
        {
            failure = exception;
        }

        _ended = true;
        _events.Writer.TryComplete(failure);
        foreach (var answer in _reads.Values)
        {
            answer.TrySetException(new IOException($"{_hostName}: the driver has ended"));
        }
    }
}
