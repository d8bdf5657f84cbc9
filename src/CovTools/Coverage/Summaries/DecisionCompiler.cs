using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>Writes the decisions of a function for <see cref="DecisionRunner"/>. Reusable, not safe for concurrent use.</summary>
internal sealed class DecisionCompiler(McdcRules rules)
{
    private readonly DecisionFinder _finder = new(rules.IsDepthFirst);
    private readonly DecisionDiagram _diagram = new();
    private readonly MappingBuffer<bool> _folded = new();

    /// <summary>Conditions of the main file's decisions that are not constant.</summary>
    public int Conditions { get; private set; }

    /// <summary>Appends the decisions; nothing when there are none.</summary>
    /// <returns>False when one of them makes no sense.</returns>
    public bool TryCompile(FunctionMapping function, int mainFileId, ProgramWriter writer)
    {
        Conditions = 0;
        if (!_finder.TryFind(function))
        {
            return false;
        }

        foreach (var decision in _finder.Decisions)
        {
            if (!TryLoad(function, decision))
            {
                return false;
            }
        }

        if (_finder.Decisions.Count > 0)
        {
            writer.Write((ulong)_finder.Decisions.Count);
        }

        foreach (var decision in _finder.Decisions)
        {
            ref readonly var region = ref function.Regions[decision.Region];
            var isCounted = region.FileId == mainFileId;
            writer.Write(isCounted ? 1UL : 0);
            writer.Write(region.BitmapIndex);
            writer.Write((ulong)decision.Count);
            _ = TryLoad(function, decision);
            _folded.Fill(decision.Count, false);
            foreach (var condition in _finder.ConditionsOf(decision))
            {
                ref readonly var branch = ref function.Regions[condition];
                var isFolded = rules.IsFolded(branch.Count.IsZero, branch.FalseCount.IsZero);
                _folded[branch.ConditionId] = isFolded && rules.FoldsEitherSide;
                Conditions += isCounted && !isFolded ? 1 : 0;
            }

            for (var id = 0; id < decision.Count; id++)
            {
                writer.Write(_folded[id] ? 1UL : 0);
                writer.Write((ulong)(_diagram.Next[id * 2] + 1));
                writer.Write((ulong)(_diagram.Next[(id * 2) + 1] + 1));
            }
        }

        return true;
    }

    private bool TryLoad(FunctionMapping function, FoundDecision decision)
    {
        _diagram.Start(decision.Count);
        foreach (var condition in _finder.ConditionsOf(decision))
        {
            ref readonly var region = ref function.Regions[condition];
            _diagram.Next[region.ConditionId * 2] = region.FalseNextId;
            _diagram.Next[(region.ConditionId * 2) + 1] = region.TrueNextId;
        }

        return _diagram.TryNumber();
    }
}
