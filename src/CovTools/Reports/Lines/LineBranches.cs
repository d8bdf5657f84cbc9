using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>
/// The conditions of a file by line. A condition inside a macro or an included text belongs to the line where the outermost of them is used, as in LLVM's lcov.
/// Conditions with constant outcomes are left out, and those of several instantiations of a function are one: a condition is told by its place, by those of the
/// expansions around it and, where the same text is compiled several times, as an argument that a macro uses twice, by which of these it is.
/// </summary>
public sealed class LineBranches
{
    private readonly uint[] _lines;
    private readonly LineCondition[] _conditions;

    private LineBranches(uint[] lines, LineCondition[] conditions) => (_lines, _conditions) = (lines, conditions);

    /// <summary>All outcomes, and how many of them happened.</summary>
    public Metric Totals => Sum(_conditions);

    /// <summary>Collects the conditions of functions that are defined in one file.</summary>
    /// <param name="functions">The functions, all instantiations among them.</param>
    public static LineBranches Of(IEnumerable<FunctionCoverage> functions)
    {
        ArgumentNullException.ThrowIfNull(functions);
        var collector = new LineBranchCollector();
        foreach (var function in functions)
        {
            collector.Add(function);
        }

        var (lines, conditions) = collector.ToSorted();
        return new LineBranches(lines, conditions);
    }

    /// <summary>The conditions of a line, from left to right.</summary>
    /// <param name="line">Line, from 1.</param>
    public ReadOnlyMemory<LineCondition> At(uint line)
    {
        var start = FirstAtOrAfter(line);
        return _conditions.AsMemory(start, FirstAtOrAfter(line + 1UL) - start);
    }

    /// <summary>Outcomes of conditions added.</summary>
    public static Metric Sum(ReadOnlySpan<LineCondition> conditions)
    {
        var sum = default(Metric);
        foreach (var condition in conditions)
        {
            sum += condition.Outcomes;
        }

        return sum;
    }

    private int FirstAtOrAfter(ulong line)
    {
        var (low, high) = (0, _lines.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _lines[middle] < line ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
