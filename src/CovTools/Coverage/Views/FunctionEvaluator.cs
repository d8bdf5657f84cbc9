using CovTools.Mapping;
using CovTools.Profiles;

namespace CovTools.Coverage;

/// <summary>
/// Gives the regions of one function after the other their counts (CounterMappingContext in llvm/ProfileData/Coverage/CoverageMapping.cpp). Its results are valid until the
/// next function. Not safe for concurrent use.
/// </summary>
internal sealed class FunctionEvaluator
{
    private readonly CoverageMapping _mapping;
    private readonly ICounterSource _profile;
    private readonly SummaryRules _rules;
    private readonly McdcEvaluator _decisions;
    private readonly MappingBuffer<ulong> _values = new();
    private readonly MappingBuffer<CountedRegion> _regions = new();
    private readonly MappingBuffer<CountedBranch> _branches = new();
    private readonly List<McdcRecord> _records = [];

    public FunctionEvaluator(CoverageMapping mapping, ICounterSource profile, LlvmRelease release)
    {
        _mapping = mapping;
        _profile = profile;
        _rules = SummaryRules.For(release);
        _decisions = new McdcEvaluator(McdcRules.For(release));
    }

    /// <summary>Index of the function.</summary>
    public int Index { get; private set; }

    /// <summary>Its mapping.</summary>
    public FunctionMapping Function { get; } = new();

    /// <summary>Code, expansion, skipped and gap regions in the order of the mapping.</summary>
    public ReadOnlySpan<CountedRegion> Regions => _regions.Items;

    /// <summary>Conditions in the order of the mapping, folded ones included.</summary>
    public ReadOnlySpan<CountedBranch> Branches => _branches.Items;

    /// <summary>Decisions in the order in which LLVM completes them.</summary>
    public IReadOnlyList<McdcRecord> Decisions => _records;

    /// <summary>The file id that defines the function; -1: none.</summary>
    public int MainFileId => Nesting.MainFileId;

    /// <summary>Its file ids.</summary>
    public FileNesting Nesting { get; } = new();

    /// <summary>Count of the first region.</summary>
    public ulong ExecutionCount => _regions.Count == 0 ? 0 : _regions[0].Count;

    /// <summary>Takes a function; it has no counts yet.</summary>
    /// <param name="index">Its index in the mapping.</param>
    /// <returns>False when its mapping is damaged (<see cref="CoverageMapping.DecodeAll"/>).</returns>
    public bool TryLoad(int index)
    {
        Index = index;
        if (!_mapping.TryDecode(index, Function))
        {
            return false;
        }

        Nesting.Find(Function);
        return true;
    }

    /// <summary>Gives the function that was taken its counts.</summary>
    /// <param name="counters">Its counters, as many as its regions use; none for one that never ran.</param>
    /// <returns>False when its bitmap does not fit its decisions.</returns>
    public bool TryCount(ReadOnlySpan<ulong> counters)
    {
        var hasRun = counters.ContainsAnyExcept(0UL);
        EvaluateExpressions(hasRun, counters);
        var hasDecisions = EvaluateRegions(hasRun, counters);
        _records.Clear();
        if (!_rules.HasMcdc || !hasDecisions)
        {
            return true;
        }

        ReadOnlySpan<byte> bitmap = default;
        if (!counters.IsEmpty)
        {
            ref readonly var function = ref _mapping.FunctionSpan[Index];
            _profile.TryGetBitmap(function.NameHash, function.FunctionHash, out bitmap);
        }

        return _decisions.TryEvaluate(Function, _branches.Items, bitmap, _profile.IndexedVersion, _records);
    }

    /// <summary>Takes a function and gives it its counts.</summary>
    /// <param name="index">Its index in the mapping.</param>
    /// <param name="fate">Whether it has counters or never ran.</param>
    /// <returns>False when its bitmap does not fit its decisions, or something has been changed since all functions were decoded.</returns>
    public bool TryEvaluate(int index, FunctionFate fate)
    {
        if (!TryLoad(index))
        {
            return false;
        }

        ref readonly var function = ref _mapping.FunctionSpan[index];
        ReadOnlySpan<ulong> counters = default;
        return TryCount(fate == FunctionFate.Counted && _profile.TryGetCounters(function.NameHash, function.FunctionHash, out counters) ? counters : default);
    }

    /// <summary>Counts are added and subtracted without regard to overflow, as LLVM does.</summary>
    private void EvaluateExpressions(bool hasRun, ReadOnlySpan<ulong> counters)
    {
        var expressions = Function.Expressions;
        _values.Fill(expressions.Length, 0);
        if (!hasRun)
        {
            return;
        }

        foreach (var index in Function.EvaluationOrder)
        {
            ref readonly var expression = ref expressions[index];
            var left = Value(expression.Left, counters);
            var right = Value(expression.Right, counters);
            _values[index] = unchecked(expression.Subtract ? left - right : left + right);
        }
    }

    /// <returns>Whether there are decisions.</returns>
    private bool EvaluateRegions(bool hasRun, ReadOnlySpan<ulong> counters)
    {
        var hasDecisions = false;
        _regions.Clear();
        _branches.Clear();
        foreach (ref readonly var region in Function.Regions)
        {
            if (region.Kind == RegionKind.McdcDecision)
            {
                hasDecisions = true;
                continue;
            }

            var count = hasRun ? Value(region.Count, counters) : 0;
            if (region.IsBranch)
            {
                var (isTrueFolded, isFalseFolded) = _rules.Folded(region);
                _branches.Add(new CountedBranch(
                    region.StartLine, region.StartColumn, region.EndLine, region.EndColumn, count, hasRun ? Value(region.FalseCount, counters) : 0,
                    region.FileId, region.ExpandedFileId, region.Kind, isTrueFolded, isFalseFolded));
            }
            else
            {
                _regions.Add(new CountedRegion(region.StartLine, region.StartColumn, region.EndLine, region.EndColumn, count, region.FileId, region.ExpandedFileId, region.Kind));
            }
        }

        return hasDecisions;
    }

    /// <summary>Unused expressions may refer to counters that the profile does not have; nothing that is reported depends on them.</summary>
    private ulong Value(Counter counter, ReadOnlySpan<ulong> counters) => counter.Kind switch
    {
        CounterKind.Expression => _values[(int)counter.Index],
        CounterKind.Value => counter.Index < counters.Length ? counters[(int)counter.Index] : 0,
        _ => 0,
    };
}
