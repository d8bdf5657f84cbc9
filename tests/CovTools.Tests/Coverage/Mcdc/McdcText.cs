using System.Globalization;
using CovTools.Coverage;

namespace CovTools.Tests.Coverage.Mcdc;

/// <summary>Decisions as <c>llvm-cov show -show-mcdc</c> prints them, one text for each.</summary>
internal static class McdcText
{
    private const string Start = "|---> MC/DC Decision Region";

    /// <summary>The blocks of an output, without their frame and the lines that only some releases print.</summary>
    public static List<string> Blocks(string output)
    {
        var blocks = new List<string>();
        List<string>? block = null;
        foreach (var line in output.Split('\n').Select(line => line.Trim().TrimStart('|').Trim()))
        {
            if (("|" + line).StartsWith(Start, StringComparison.Ordinal))
            {
                block = [];
            }

            if (block is not null && line.Length > 0 && line != "None." && !line.EndsWith(':') && !line.EndsWith("Result", StringComparison.Ordinal))
            {
                block.Add(line);
            }

            if (block is not null && line.StartsWith("MC/DC Coverage for Decision:", StringComparison.Ordinal))
            {
                blocks.Add(string.Join('\n', block));
                block = null;
            }
        }

        return blocks;
    }

    public static string Of(McdcRecord record)
    {
        var decision = record.Decision;
        var lines = new List<string>
        {
            $"---> MC/DC Decision Region ({decision.StartLine}:{decision.StartColumn}) to ({decision.EndLine}:{decision.EndColumn})",
            $"Number of Conditions: {record.Conditions.Count}",
        };
        lines.AddRange(record.Conditions.Select((condition, i) => $"Condition C{i + 1} --> ({condition.Branch.StartLine}:{condition.Branch.StartColumn})"));
        lines.AddRange(record.TestVectors.Select((vector, i) => Of(vector, record, i)));
        lines.AddRange(record.Conditions.Select((condition, i) => $"C{i + 1}-Pair: " + (condition.IsFolded ? "constant folded"
            : condition.IndependencePair is var (first, second) ? $"covered: ({first},{second})" : "not covered")));
        var counted = record.Conditions.Count(condition => !condition.IsFolded);
        var covered = record.Conditions.Count(condition => condition.IsCovered && !condition.IsFolded);
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"MC/DC Coverage for Decision: {(counted == 0 ? 0 : covered * 100.0 / counted):F2}%"));
        return string.Join('\n', lines);
    }

    private static string Of(McdcTestVector vector, McdcRecord record, int index)
    {
        var values = vector.Conditions.Select((value, i) => record.Conditions[i].IsFolded ? "C" : Of(value));
        return $"{index + 1} {{ {string.Join(",  ", values)}  = {Of(vector.Result)}      }}";
    }

    private static string Of(bool? value) => value switch { true => "T", false => "F", null => "-" };
}
