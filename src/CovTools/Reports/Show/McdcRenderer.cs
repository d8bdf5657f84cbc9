using System.Globalization;
using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Decisions below a line: conditions, test vectors, independence pairs (renderMCDCView in SourceCoverageViewText.cpp).</summary>
internal sealed class McdcRenderer(ByteText output, ViewFrame frame, ShowOptions options)
{
    private const int FirstReleaseWithUnexecuted = 23;
    private const int FirstReleaseWithFoldedMark = 20;

    /// <summary>A block for each decision.</summary>
    public void Write(IReadOnlyList<McdcRecord> decisions, int depth)
    {
        foreach (var decision in decisions)
        {
            Decision(decision, depth);
        }
    }

    private void Decision(McdcRecord record, int depth)
    {
        var region = record.Decision;
        frame.Prefix(depth);
        output.Write(string.Create(CultureInfo.InvariantCulture, $"---> MC/DC Decision Region ({region.StartLine}:{region.StartColumn}) to ({region.EndLine}:{region.EndColumn})\n"));
        Line("", depth);
        Line(string.Create(CultureInfo.InvariantCulture, $"  Number of Conditions: {record.Conditions.Count}"), depth);
        for (var i = 0; i < record.Conditions.Count; i++)
        {
            var branch = record.Conditions[i].Branch;
            Line(string.Create(CultureInfo.InvariantCulture, $"     Condition C{i + 1} --> ({branch.StartLine}:{branch.StartColumn})"), depth);
        }

        Line("", depth);
        if (options.Release.Major < FirstReleaseWithUnexecuted)
        {
            Line("  Executed MC/DC Test Vectors:", depth);
            Line("", depth);
            Vectors(record, record.TestVectors, 1, depth);
        }
        else
        {
            Line("  MC/DC Test Vectors:", depth);
            Line("", depth);
            Line("  Executed:", depth);
            Line("", depth);
            Vectors(record, record.TestVectors, 1, depth);
            if (options.UnexecutedTestVectors)
            {
                Line("", depth);
                Line("  Not executed:", depth);
                Line("", depth);
                Vectors(record, record.UnexecutedTestVectors, record.TestVectors.Count + 1, depth);
            }
        }

        Line("", depth);
        for (var i = 0; i < record.Conditions.Count; i++)
        {
            Line($"  C{i + 1}-Pair: {PairOf(record.Conditions[i])}", depth);
        }

        Total(record, depth);
        Line("", depth);
    }

    private void Line(string text, int depth)
    {
        frame.Prefix(depth);
        output.Write(text);
        output.Write("\n"u8);
    }

    private void Vectors(McdcRecord record, IReadOnlyList<McdcTestVector> vectors, int firstNumber, int depth)
    {
        if (vectors.Count == 0)
        {
            Line("     None.", depth);
            return;
        }

        Line($"     {string.Join(", ", Enumerable.Range(1, record.Conditions.Count).Select(static number => $"C{number}"))}    Result", depth);
        for (var i = 0; i < vectors.Count; i++)
        {
            var values = vectors[i].Conditions.Select((value, position) => Mark(record.Conditions[position], value));
            Line(string.Create(CultureInfo.InvariantCulture, $"  {firstNumber + i} {{ {string.Join(",  ", values)}  = {(vectors[i].Result ? "T" : "F")}      }}"), depth);
        }
    }

    private string Mark(McdcCondition condition, bool? value) =>
        condition.IsFolded && options.Release.Major >= FirstReleaseWithFoldedMark ? "C" : value is null ? "-" : value.Value ? "T" : "F";

    private static string PairOf(McdcCondition condition) =>
        condition.IsFolded ? "constant folded"
        : condition.IndependencePair is { } pair ? string.Create(CultureInfo.InvariantCulture, $"covered: ({pair.False},{pair.True})")
        : "not covered";

    private void Total(McdcRecord record, int depth)
    {
        var all = record.Conditions.Count(static condition => !condition.IsFolded);
        var percent = Percentage.Of(record.Conditions.Count(static condition => condition is { IsFolded: false, IsCovered: true }), all);
        frame.Prefix(depth);
        output.Write("  MC/DC Coverage for Decision: "u8);
        var isColored = percent < 100 && options.HasColor;
        if (isColored)
        {
            output.Start(AnsiColor.Red, isBackground: true);
        }

        output.Write(Percentage.Text(percent));
        output.Write("%\n"u8);
        if (isColored)
        {
            output.End();
        }
    }
}
