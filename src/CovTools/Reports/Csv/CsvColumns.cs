namespace CovTools.Reports;

/// <summary>The columns of the table that <see cref="CsvReport"/> writes.</summary>
internal static class CsvColumns
{
    /// <summary>What the second column says of a row for a file.</summary>
    public const string File = "file";

    /// <summary>What the second column says of the row with the totals.</summary>
    public const string Total = "total";

    /// <summary>What the second column says of a row with the totals after a profile.</summary>
    public const string Profile = "profile";

    /// <summary>Columns in front of the numbers: metric, row, path.</summary>
    public const int Leading = 3;

    /// <summary>Columns per kind of metric: how many, how many covered, percent.</summary>
    public const int PerKind = 3;

    /// <summary>The first row.</summary>
    public static string Header { get; } = string.Join(',', ["metric", "row", "path", .. MetricKinds.All.SelectMany(static kind => new[] { kind.PluralName(), $"{kind.PluralName()}_covered", $"{kind.PluralName()}_percent" })]);
}
