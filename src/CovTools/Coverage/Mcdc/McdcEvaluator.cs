using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>
/// Turns a function's decisions and its bitmap into records, by the rules of a release (CounterMappingContext::evaluateMCDCRegion and its callers in
/// llvm/ProfileData/Coverage/CoverageMapping.cpp). Reusable, not safe for concurrent use.
/// </summary>
internal sealed class McdcEvaluator(McdcRules rules)
{
    private readonly DecisionFinder _finder = new(rules.IsDepthFirst);
    private readonly DecisionDiagram _diagram = new();
    private readonly TestVectorSet _vectors = new();
    private readonly MappingBuffer<int> _positions = new();
    private readonly MappingBuffer<int> _branches = new();

    /// <summary>Evaluates all decisions.</summary>
    /// <param name="function">The function.</param>
    /// <param name="branches">Its conditions with their counts: one for each region that <see cref="MappingRegion.IsBranch"/>, in the same order.</param>
    /// <param name="bitmap">Its bitmap; empty when the profile has none: then no test vector was executed.</param>
    /// <param name="indexedVersion">Version of the indexed format that the bitmap follows (<see cref="Profiles.ICounterSource.IndexedVersion"/>).</param>
    /// <param name="records">Gets the records, in the order in which the release completes them. Unexecuted vectors are worked out when they are asked for.</param>
    /// <returns>False when the bitmap does not hold a decision's bits, or a decision makes no sense: the function is then left out as one whose counters do not fit.</returns>
    public bool TryEvaluate(FunctionMapping function, ReadOnlySpan<CountedBranch> branches, ReadOnlySpan<byte> bitmap, int indexedVersion, ICollection<McdcRecord> records)
    {
        if (!_finder.TryFind(function))
        {
            return false;
        }

        if (_finder.Decisions.Count == 0)
        {
            return true;
        }

        NumberBranches(function);
        foreach (var decision in _finder.Decisions)
        {
            ref readonly var region = ref function.Regions[decision.Region];
            LoadDiagram(function, decision);
            if (!_diagram.TryNumber()
                || !DecisionBits.TryFind(_diagram, region.BitmapIndex, bitmap, IsMasked(indexedVersion), out var bits)
                || !_vectors.TryFind(_diagram, _positions.Items, bits, executed: true, rules.Order))
            {
                return false;
            }

            _vectors.FindPairs(rules.Order);
            records.Add(new McdcRecord(
                new CountedRegion(region.StartLine, region.StartColumn, region.EndLine, region.EndColumn, 0, region.FileId, region.ExpandedFileId, region.Kind),
                Conditions(function, branches, decision),
                Vectors(_vectors, decision.Count),
                Unexecuted(region.BitmapIndex, bitmap, indexedVersion)));
        }

        return true;
    }

    /// <summary>LLVM 18, which writes version 11, numbers bits by the set of true conditions.</summary>
    internal static bool IsMasked(int indexedVersion) => indexedVersion < 12;

    private static McdcTestVector[] Vectors(TestVectorSet set, int conditions)
    {
        var vectors = new McdcTestVector[set.Count];
        for (var i = 0; i < vectors.Length; i++)
        {
            var values = new bool?[conditions];
            for (var position = 0; position < conditions; position++)
            {
                values[position] = set.ValueOf(i, position);
            }

            vectors[i] = new McdcTestVector(values, set.ResultOf(i));
        }

        return vectors;
    }

    private void NumberBranches(FunctionMapping function)
    {
        var regions = function.Regions;
        _branches.Fill(regions.Length, 0);
        var count = 0;
        for (var i = 0; i < regions.Length; i++)
        {
            _branches[i] = count;
            count += regions[i].IsBranch ? 1 : 0;
        }
    }

    private void LoadDiagram(FunctionMapping function, FoundDecision decision)
    {
        var conditions = _finder.ConditionsOf(decision);
        _diagram.Start(conditions.Length);
        _positions.Fill(conditions.Length, 0);
        for (var position = 0; position < conditions.Length; position++)
        {
            ref readonly var region = ref function.Regions[conditions[position]];
            _positions[region.ConditionId] = position;
            _diagram.Next[region.ConditionId * 2] = region.FalseNextId;
            _diagram.Next[(region.ConditionId * 2) + 1] = region.TrueNextId;
        }
    }

    private McdcCondition[] Conditions(FunctionMapping function, ReadOnlySpan<CountedBranch> branches, FoundDecision decision)
    {
        var indices = _finder.ConditionsOf(decision);
        var conditions = new McdcCondition[indices.Length];
        for (var position = 0; position < conditions.Length; position++)
        {
            ref readonly var region = ref function.Regions[indices[position]];
            var pair = _vectors.PairOf(position);
            conditions[position] = new McdcCondition(
                branches[_branches[indices[position]]],
                rules.IsFolded(region.Count.IsZero, region.FalseCount.IsZero),
                pair.First == 0 ? null : pair);
        }

        return conditions;
    }

    /// <summary>Keeps what is needed to work them out later, as the buffers of this object will hold other decisions then.</summary>
    private LazyTestVectors Unexecuted(uint bitmapIndex, ReadOnlySpan<byte> bitmap, int indexedVersion)
    {
        var order = rules.Order;
        int[] next = [.. _diagram.Next];
        int[] positions = [.. _positions.Items];
        byte[] bytes = [.. bitmap];
        return new LazyTestVectors(() =>
        {
            var diagram = new DecisionDiagram();
            diagram.Start(positions.Length);
            next.CopyTo(diagram.Next);
            var set = new TestVectorSet();
            return diagram.TryNumber()
                && DecisionBits.TryFind(diagram, bitmapIndex, bytes, IsMasked(indexedVersion), out var bits)
                && set.TryFind(diagram, positions, bits, executed: false, order)
                ? Vectors(set, positions.Length)
                : throw new MalformedDataException("decision", -1, $"{positions.Length} conditions have more test vectors than can be listed");
        });
    }
}
