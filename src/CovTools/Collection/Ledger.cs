namespace CovTools.Collection;

/// <summary>
/// What became of every script that was found. Found = the sum of all outcomes + left out; <see cref="IsBalanced"/> checks it.
/// </summary>
public sealed class Ledger
{
    private readonly int[] _outcomes = new int[ScriptOutcomes.All.Count];
    private readonly SortedDictionary<string, int> _leftOut = new(StringComparer.Ordinal);
    private readonly List<string> _failures = [];

    /// <summary>Failures kept with their text; further ones are only counted.</summary>
    public const int MaxFailureTexts = 20;

    /// <summary>Scripts found in the corpus.</summary>
    public int Found { get; init; }

    /// <summary>Scripts left out on request, all reasons together.</summary>
    public int LeftOut => _leftOut.Values.Sum();

    /// <summary>Scripts left out, by reason.</summary>
    public IReadOnlyDictionary<string, int> LeftOutReasons => _leftOut;

    /// <summary>Why scripts could not be measured: the first <see cref="MaxFailureTexts"/> texts.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Scripts whose counters are known to be incomplete. They are part of their outcome, not a category of their own.</summary>
    public int CoverageLost { get; private set; }

    /// <summary>Whether every script found is accounted for.</summary>
    public bool IsBalanced => Found == _outcomes.Sum() + LeftOut;

    /// <summary>Number of scripts with <paramref name="outcome"/>.</summary>
    public int Count(ScriptOutcome outcome) => _outcomes[(int)outcome];

    internal void Add(ScriptOutcome outcome, bool coverageLost = false)
    {
        _outcomes[(int)outcome]++;
        CoverageLost += coverageLost ? 1 : 0;
    }

    internal void AddFailure(string path, string reason)
    {
        Add(ScriptOutcome.Infrastructure);
        if (_failures.Count < MaxFailureTexts)
        {
            _failures.Add($"{path}: {reason}");
        }
    }

    internal void AddLeftOut(string reason, int count)
    {
        if (count > 0)
        {
            _leftOut[reason] = _leftOut.GetValueOrDefault(reason) + count;
        }
    }
}
