using CovTools.Mapping;
using CovTools.Profiles;

namespace CovTools.Coverage;

/// <summary>Evaluates functions one after the other, and tells the profile early which ones are next. What it gives is valid until the next one.</summary>
internal ref struct FunctionWalk
{
    private readonly CoverageReport _report;
    private readonly ICounterSource _profile;
    private readonly ReadOnlySpan<int> _functions;
    private int _next;

    /// <param name="report">Whose functions they are; all of them count.</param>
    /// <param name="profile">Its profile.</param>
    /// <param name="evaluator">Holds one at a time.</param>
    /// <param name="functions">Their indices.</param>
    public FunctionWalk(CoverageReport report, ICounterSource profile, FunctionEvaluator evaluator, ReadOnlySpan<int> functions)
    {
        _report = report;
        _profile = profile;
        _functions = functions;
        Current = evaluator;
    }

    public FunctionEvaluator Current { get; }

    public readonly FunctionWalk GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_next == _functions.Length)
        {
            return false;
        }

        if (_next % FunctionRanges.Announced == 0)
        {
            Announce(_functions.Slice(_next, Math.Min(FunctionRanges.Announced, _functions.Length - _next)));
        }

        _report.Evaluate(Current, _functions[_next++]);
        return true;
    }

    private readonly void Announce(ReadOnlySpan<int> functions)
    {
        Span<ulong> hashes = stackalloc ulong[FunctionRanges.Announced];
        for (var i = 0; i < functions.Length; i++)
        {
            hashes[i] = _report.Mapping.FunctionSpan[functions[i]].NameHash;
        }

        _profile.Expect(hashes[..functions.Length]);
    }
}
