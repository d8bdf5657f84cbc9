using System.Globalization;
using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Reads the table that <see cref="CsvReport"/> writes, of any version: columns are told by their names, and a kind without columns is empty.</summary>
internal static class CsvSummaryReader
{
    /// <summary>Reads a table.</summary>
    /// <param name="text">The table.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="MalformedDataException">It is none, or damaged.</exception>
    public static ReportedSummary Read(TextReader text, string name)
    {
        var csv = new CsvReader(text, name);
        var header = csv.Read();
        if (header is not ["metric", "row", "path", ..])
        {
            throw csv.Error("neither a JSON export nor a table of coverage, which begins with the columns metric, row, path", 1);
        }

        var files = new List<FileSummary>();
        var paths = new HashSet<string>(StringComparer.Ordinal);
        ReportedSummary? total = null;
        while (csv.Read() is { } row)
        {
            if (total is not null || row.Count != header.Count)
            {
                throw csv.Error(total is null ? $"{row.Count} fields instead of {header.Count}" : "a row after the totals", csv.Line);
            }

            var numbers = MetricKinds.ToTotals(kind => Numbers(csv, header, row, kind));
            switch (row[1])
            {
                case CsvColumns.File when paths.Add(row[2]):
                    files.Add(new FileSummary(row[2], numbers));
                    break;
                case CsvColumns.Total:
                    total = new ReportedSummary(row[0], files, numbers);
                    break;
                default:
                    throw csv.Error($"'{row[1]}' of '{row[2]}' is not expected here", csv.Line);
            }
        }

        return total ?? throw csv.Error("the row with the totals is missing", csv.Line);
    }

    private static Metric Numbers(CsvReader csv, List<string> header, List<string> row, MetricKind kind)
    {
        var total = header.IndexOf(kind.PluralName());
        var covered = header.IndexOf($"{kind.PluralName()}_covered");
        if (total < 0 || covered < 0)
        {
            return default;
        }

        return TryParse(row[total], out var all) && TryParse(row[covered], out var some) && some <= all
            ? new Metric(some, all)
            : throw csv.Error($"damaged numbers of {kind.PluralName()}", csv.Line);
    }

    private static bool TryParse(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
