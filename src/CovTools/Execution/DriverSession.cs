using System.Threading.Channels;

namespace CovTools.Execution;

/// <summary>The life of one driver: from its start message to the end of the work or of the driver.</summary>
internal sealed class DriverSession
{
    private readonly string _hostName;
    private readonly DriverConnection _connection;
    private readonly PendingScripts _pending;
    private readonly IRunObserver _observer;
    private readonly int _window;
    private readonly Dictionary<string, Outstanding> _outstanding = [];
    private DriverMessage _hello = new();
    private bool _ready;
    private int _finished;

    public DriverSession(string hostName, DriverConnection connection, PendingScripts pending, IRunObserver observer, int window)
    {
        _hostName = hostName;
        _connection = connection;
        _pending = pending;
        _observer = observer;
        _window = window;
    }

    public async Task<SessionResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                if (_ready)
                {
                    await FillAsync(cancellationToken).ConfigureAwait(false);
                    if (_outstanding.Count == 0 && _pending.IsEmpty)
                    {
                        return new SessionResult(_finished, null);
                    }
                }

                DriverMessage message;
                try
                {
                    message = await _connection.Events.ReadAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (ChannelClosedException closed)
                {
                    var end = await DescribeEndAsync(closed, cancellationToken).ConfigureAwait(false);
                    if (!_ready)
                    {
                        throw new DriverException(_hostName, $"the driver ended before it was ready ({end})", _connection.Transport.LogTail, closed);
                    }

                    await SettleOutstandingAsync(end, cancellationToken).ConfigureAwait(false);
                    return new SessionResult(_finished, end);
                }

                await HandleAsync(message, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            // Whatever ended the session, what has no result is pending again.
            foreach (var outstanding in _outstanding.Values)
            {
                _pending.Return(outstanding.Script);
            }
        }
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        while (_outstanding.Count < _window && _pending.HasOrdinary)
        {
            await SendAsync(_pending.TakeOrdinary(), null, cancellationToken).ConfigureAwait(false);
        }

        if (_outstanding.Count == 0 && _pending.HasSuspect)
        {
            var suspect = _pending.TakeSuspect();
            await SendAsync(suspect.Script, suspect.Reason, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task SendAsync(ScriptRequest script, string? suspicion, CancellationToken cancellationToken)
    {
        _outstanding[script.Id] = new Outstanding(script, suspicion);
        return _connection.RunAsync(script, cancellationToken);
    }

    private async Task HandleAsync(DriverMessage message, CancellationToken cancellationToken)
    {
        switch (message.Event)
        {
            case "hello":
                _hello = message;
                break;
            case "ready":
                _ready = true;

                // Scripts run while the observer still looks at the library; their results wait for it.
                await FillAsync(cancellationToken).ConfigureAwait(false);
                await _observer.OnReadyAsync(DriverResults.Ready(message, _hello), path => new DriverFileSource(_connection, path), cancellationToken).ConfigureAwait(false);
                break;
            case "note":
                _observer.OnNote(message.Message);
                break;
            case "fatal":
                throw new DriverException(_hostName, message.Reason, message.OutputText);
            case "started" when _outstanding.TryGetValue(message.Id, out var started):
                started.HasBegun = true;
                break;
            case "done" when _outstanding.Remove(message.Id, out var done):
                await FinishAsync(DriverResults.Done(message, done.Script), cancellationToken).ConfigureAwait(false);
                break;
            case "failed" when _outstanding.Remove(message.Id, out var failed):
                await FailAsync(failed, message.Reason, message.Retry, cancellationToken).ConfigureAwait(false);
                break;
            case "started" or "done" or "failed":
                throw new DriverException(_hostName, $"the driver reported '{message.Event}' for a script that it was not given: '{message.Id}'");
            default:
                // A newer driver may say more than this tool knows.
                break;
        }
    }

    /// <summary>The driver died: what had begun is suspect, the rest goes back.</summary>
    private async Task SettleOutstandingAsync(string end, CancellationToken cancellationToken)
    {
        foreach (var outstanding in _outstanding.Values.ToArray())
        {
            _outstanding.Remove(outstanding.Script.Id);
            if (outstanding.HasBegun)
            {
                await FailAsync(outstanding, end, retry: true, cancellationToken).ConfigureAwait(false);
            }
            else if (outstanding.Suspicion is { } suspicion)
            {
                _pending.AddSuspect(outstanding.Script, suspicion);
            }
            else
            {
                _pending.Return(outstanding.Script);
            }
        }
    }

    private async Task FailAsync(Outstanding outstanding, string reason, bool retry, CancellationToken cancellationToken)
    {
        if (retry && outstanding.Suspicion is null)
        {
            _pending.AddSuspect(outstanding.Script, reason);
            return;
        }

        await FinishAsync(
            new ScriptResult
            {
                Script = outstanding.Script,
                Ending = new ScriptEnding
                {
                    Outcome = ScriptOutcome.Infrastructure,
                    FailureReason = retry ? $"{reason}; also when it ran again alone" : reason,
                },
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task FinishAsync(ScriptResult result, CancellationToken cancellationToken)
    {
        await _observer.OnFinishedAsync(result, cancellationToken).ConfigureAwait(false);
        _finished++;
    }

    private async Task<string> DescribeEndAsync(ChannelClosedException closed, CancellationToken cancellationToken) =>
        closed.InnerException is { } broken
            ? broken.Message
            : await _connection.Transport.DescribeEndAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>A script that the driver has been asked for.</summary>
    private sealed class Outstanding(ScriptRequest script, string? suspicion)
    {
        public ScriptRequest Script { get; } = script;

        /// <summary>Why it runs alone; null for an ordinary script.</summary>
        public string? Suspicion { get; } = suspicion;

        public bool HasBegun { get; set; }
    }
}
