using System.Globalization;

namespace CovTools.Tests.Reports;

/// <summary>A file of an lcov tracefile.</summary>
internal sealed class LcovFile(string path)
{
    public string Path { get; } = path;

    public List<(uint Line, ulong Count)> Lines { get; } = [];

    /// <summary>Branches by line: how many, and how many were taken.</summary>
    public SortedDictionary<uint, (int Taken, int All)> Branches { get; } = [];

    /// <summary>BRH and BRF: branches as the summary has them.</summary>
    public (int Taken, int All) SummaryBranches { get; private set; }

    public static IReadOnlyList<LcovFile> Parse(string text)
    {
        var files = new List<LcovFile>();
        foreach (var line in text.Split('\n'))
        {
            var (key, value) = line.Split(':', 2) is [var name, var rest] ? (name, rest) : (line, "");
            switch (key)
            {
                case "SF":
                    files.Add(new LcovFile(value));
                    break;
                case "DA":
                    files[^1].Lines.Add((uint.Parse(value.Split(',')[0], CultureInfo.InvariantCulture), ulong.Parse(value.Split(',')[1], CultureInfo.InvariantCulture)));
                    break;
                case "BRDA":
                    files[^1].AddBranch(value.Split(','));
                    break;
                case "BRF":
                    files[^1].SummaryBranches = files[^1].SummaryBranches with { All = int.Parse(value, CultureInfo.InvariantCulture) };
                    break;
                case "BRH":
                    files[^1].SummaryBranches = files[^1].SummaryBranches with { Taken = int.Parse(value, CultureInfo.InvariantCulture) };
                    break;
                default:
                    break;
            }
        }

        return files;
    }

    private void AddBranch(string[] fields)
    {
        var line = uint.Parse(fields[0], CultureInfo.InvariantCulture);
        var (taken, all) = Branches.GetValueOrDefault(line);
        Branches[line] = (taken + (fields[3] is "0" or "-" ? 0 : 1), all + 1);
    }
}
