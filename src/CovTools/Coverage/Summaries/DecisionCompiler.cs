using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>Writes the decisions of a function for <see cref="DecisionRunner"/>. Reusable, not safe for concurrent use.</summary>
internal sealed class DecisionCompiler(McdcRules rules)
{
    private readonly DecisionFinder _finder = new(rules.IsDepthFirst);
    private readonly DecisionDiagram _diagram = new();

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
            foreach (var next in _diagram.Next)
            {
                writer.Write((ulong)(next + 1));
            }

            foreach (var condition in isCounted ? _finder.ConditionsOf(decision) : default)
            {
                ref readonly var branch = ref function.Regions[condition];
                Conditions += rules.IsFolded(branch.Count.IsZero, branch.FalseCount.IsZero) ? 0 : 1;
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
