namespace CovTools.Execution;

/// <summary>
/// Runs scripts on a host until each has a result. One continuous queue feeds the driver; a driver that dies is replaced. A script that was running
/// when its driver or worker died is run again alone, so that it cannot take innocent ones with it; when that fails too its outcome is
/// <see cref="ScriptOutcome.Infrastructure"/>.
/// </summary>
public sealed class ScriptPool
{
    /// <summary>Requests kept ahead per worker, so that no worker waits for the round trip.</summary>
    private const int RequestsPerWorker = 4;

    /// <summary>Drivers in a row that may end without finishing a script before the run gives up.</summary>
    private const int MaxBarrenSessions = 3;

    private readonly IScriptHost _host;
    private readonly DriverSettings _settings;
    private readonly IRunObserver _observer;
    private readonly PendingScripts _pending;

    /// <summary>Prepares a run of <paramref name="scripts"/>, in their order.</summary>
    public ScriptPool(IScriptHost host, DriverSettings settings, IRunObserver observer, IEnumerable<ScriptRequest> scripts)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(observer);
        ArgumentNullException.ThrowIfNull(scripts);
        _host = host;
        _settings = settings;
        _observer = observer;
        _pending = new PendingScripts(scripts);
    }

    /// <summary>Runs everything. Every script gets exactly one result, unless this throws.</summary>
    /// <exception cref="DriverException">No driver can be started, or drivers keep dying without finishing anything.</exception>
    /// <exception cref="EnvironmentIncompleteException">The host lacks something.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; scripts in flight have no result.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var barren = 0;
        while (!_pending.IsEmpty)
        {
            var session = await RunSessionAsync(cancellationToken).ConfigureAwait(false);
            if (session.Ended is null)
            {
                return;
            }

            barren = session.Finished > 0 ? 0 : barren + 1;
            if (barren >= MaxBarrenSessions)
            {
                throw new DriverException(_host.Name, $"{MaxBarrenSessions} drivers in a row ended without finishing a script; the last one: {session.Ended}");
            }

            if (!_pending.IsEmpty)
            {
                _observer.OnNote($"{_host.Name}: {session.Ended}; starting a new driver");
            }
        }
    }

    private async Task<SessionResult> RunSessionAsync(CancellationToken cancellationToken)
    {
        var transport = await _host.StartDriverAsync(_settings, cancellationToken).ConfigureAwait(false);
        var connection = new DriverConnection(transport, _host.Name);
        await using (connection.ConfigureAwait(false))
        {
            await connection.StartAsync(_settings, cancellationToken).ConfigureAwait(false);
            var session = new DriverSession(_host.Name, connection, _pending, _observer, _settings.Workers * RequestsPerWorker);
            return await session.RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
