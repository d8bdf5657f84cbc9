namespace CovTools.Execution;

/// <summary>
/// The scripts without a result: those not yet handed out, in order, and behind them the suspects, which were running when a driver or
/// worker died and are therefore handed out one at a time.
/// </summary>
internal sealed class PendingScripts
{
    private readonly IEnumerator<ScriptRequest> _source;
    private readonly Stack<ScriptRequest> _returned = new();
    private readonly Queue<Suspect> _suspects = new();
    private bool _hasNext;

    public PendingScripts(IEnumerable<ScriptRequest> scripts)
    {
        _source = scripts.GetEnumerator();
        _hasNext = _source.MoveNext();
    }

    public bool IsEmpty => !HasOrdinary && _suspects.Count == 0;

    /// <summary>Whether a script is left that may run beside others.</summary>
    public bool HasOrdinary => _hasNext || _returned.Count > 0;

    public bool HasSuspect => _suspects.Count > 0;

    public ScriptRequest TakeOrdinary()
    {
        if (_returned.TryPop(out var returned))
        {
            return returned;
        }

        var next = _source.Current;
        _hasNext = _source.MoveNext();
        return next;
    }

    public Suspect TakeSuspect() => _suspects.Dequeue();

    /// <summary>Gives back a script that had not begun.</summary>
    public void Return(ScriptRequest script) => _returned.Push(script);

    /// <summary>Keeps a script that was running when something died, with the reason.</summary>
    public void AddSuspect(ScriptRequest script, string reason) => _suspects.Enqueue(new Suspect(script, reason));

    /// <summary>A script under suspicion, and what happened the first time.</summary>
    internal readonly record struct Suspect(ScriptRequest Script, string Reason);
}
