using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>Finds out of a function what does not depend on a profile. Reusable, not safe for concurrent use.</summary>
internal sealed class FunctionScanner(SummaryRules rules)
{
    private const int None = -1;

    /// <summary>Which expressions the last function uses.</summary>
    public CounterUse Use { get; } = new();

    /// <summary>The shape without what its program adds.</summary>
    /// <param name="function">The function.</param>
    /// <param name="nesting">Its file ids.</param>
    public FunctionShape Scan(FunctionMapping function, FileNesting nesting)
    {
        Use.Find(function);
        var shape = new FunctionShape
        {
            RequiredCounters = Use.All,
            AssumedCounters = Math.Max(1, rules.ScansFalseCounters ? Use.All : Use.Main),
            IsUnusedCopy = function.Regions.Length == 1 && function.Regions[0].Count.IsZero,
            Twin = None,
            Group = None,
            MainFile = None,
            Decisions = None,
        };
        foreach (ref readonly var region in function.Regions)
        {
            if (region.FileId == nesting.MainFileId && !region.IsBranch && region.Kind != RegionKind.McdcDecision)
            {
                shape.MainFile = function.Files[region.FileId];
                shape.MainStart = region.Start;
                break;
            }
        }

        return shape;
    }
}
