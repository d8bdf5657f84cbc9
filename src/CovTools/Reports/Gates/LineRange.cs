namespace CovTools.Reports;

/// <summary>Lines that follow each other.</summary>
/// <param name="First">The first line, from 1.</param>
/// <param name="Last">The last line; not before the first.</param>
public readonly record struct LineRange(int First, int Last)
{
    /// <summary><c>7</c> or <c>7-9</c>.</summary>
    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";

    /// <summary>Adds a line to ranges whose lines are all smaller.</summary>
    internal static void Append(List<LineRange> ranges, int line)
    {
        if (ranges.Count > 0 && ranges[^1].Last + 1 == line)
        {
            ranges[^1] = ranges[^1] with { Last = line };
        }
        else
        {
            ranges.Add(new LineRange(line, line));
        }
    }
}
