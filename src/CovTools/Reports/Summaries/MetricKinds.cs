using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>The kinds of metrics: their names, and their numbers in a summary.</summary>
public static class MetricKinds
{
    /// <summary>All kinds, in the order of reports.</summary>
    public static IReadOnlyList<MetricKind> All { get; } = [MetricKind.Region, MetricKind.Function, MetricKind.Instantiation, MetricKind.Line, MetricKind.Branch, MetricKind.Mcdc];

    /// <summary>The word for one of them, as in <c>--fail-under line=80</c>.</summary>
    public static string Name(this MetricKind kind) => kind switch
    {
        MetricKind.Region => "region",
        MetricKind.Function => "function",
        MetricKind.Instantiation => "instantiation",
        MetricKind.Line => "line",
        MetricKind.Branch => "branch",
        MetricKind.Mcdc => "mcdc",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The word for several, as in column headers.</summary>
    public static string PluralName(this MetricKind kind) => kind switch
    {
        MetricKind.Branch => "branches",
        MetricKind.Mcdc => "mcdc",
        _ => Name(kind) + "s",
    };

    /// <summary>The kind with a name, in the singular or the plural; null: there is none.</summary>
    public static MetricKind? Find(string name)
    {
        foreach (var kind in All)
        {
            if (name == kind.Name() || name == kind.PluralName())
            {
                return kind;
            }
        }

        return null;
    }

    /// <summary>The numbers of one kind.</summary>
    public static Metric Of(this CoverageTotals totals, MetricKind kind) => kind switch
    {
        MetricKind.Region => totals.Regions,
        MetricKind.Function => totals.Functions,
        MetricKind.Instantiation => totals.Instantiations,
        MetricKind.Line => totals.Lines,
        MetricKind.Branch => totals.Branches,
        MetricKind.Mcdc => totals.Mcdc,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>Totals that have the numbers of each kind.</summary>
    internal static CoverageTotals ToTotals(Func<MetricKind, Metric> numbers) => new(
        Regions: numbers(MetricKind.Region),
        Functions: numbers(MetricKind.Function),
        Instantiations: numbers(MetricKind.Instantiation),
        Lines: numbers(MetricKind.Line),
        Branches: numbers(MetricKind.Branch),
        Mcdc: numbers(MetricKind.Mcdc));
}
