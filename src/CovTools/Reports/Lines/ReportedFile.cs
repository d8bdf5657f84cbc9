using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>A source file line by line.</summary>
/// <param name="Path">Its path, after path maps.</param>
/// <param name="Lines">Lines with code, in their order; each once, whatever functions share it.</param>
/// <param name="Functions">Functions that are defined in it, by line.</param>
public sealed record ReportedFile(string Path, IReadOnlyList<ReportedLine> Lines, IReadOnlyList<ReportedFunction> Functions)
{
    /// <summary>How many lines have code, and how many of them ran.</summary>
    public Metric LineTotals => Sum(Lines, static line => new Metric(line.Count > 0 ? 1 : 0, 1));

    /// <summary>How many outcomes the conditions on the lines have, and how many of them happened.</summary>
    public Metric BranchTotals => Sum(Lines, static line => line.Branches);

    private static Metric Sum(IReadOnlyList<ReportedLine> lines, Func<ReportedLine, Metric> value)
    {
        var sum = default(Metric);
        foreach (var line in lines)
        {
            sum += value(line);
        }

        return sum;
    }
}
