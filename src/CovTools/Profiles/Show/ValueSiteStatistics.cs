using System.Globalization;

namespace CovTools.Profiles;

/// <summary>Counts the value sites of the functions that are shown, and prints them.</summary>
internal sealed class ValueSiteStatistics
{
    private readonly SortedDictionary<int, ulong> _histogram = [];
    private ulong _sites;
    private ulong _sitesWithValues;
    private ulong _values;

    /// <summary>Prints the values of a function.</summary>
    /// <param name="sites">Its sites.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="nameOf">The name that stands for a value; null to print numbers.</param>
    public void Show(IReadOnlyList<IReadOnlyList<ValueCount>> sites, TextWriter writer, Func<ulong, string>? nameOf)
    {
        _sites += (ulong)sites.Count;
        for (var site = 0; site < sites.Count; site++)
        {
            var values = sites[site];
            if (values.Count > 0)
            {
                _values += (ulong)values.Count;
                _sitesWithValues++;
                _histogram[values.Count] = _histogram.GetValueOrDefault(values.Count) + 1;
            }

            var sum = 0UL;
            foreach (var value in values)
            {
                sum = unchecked(sum + value.Count);
            }

            foreach (var value in values)
            {
                var what = nameOf is null ? string.Create(CultureInfo.InvariantCulture, $"{value.Value,4}") : nameOf(value.Value);
                var percent = ShowNumbers.TwoDecimals(value.Count * 100.0 / Math.Max(sum, 1));
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"\t[ {site,2}, {what}, {unchecked((long)value.Count),10} ] ({percent}%)\n"));
            }
        }
    }

    /// <summary>Prints the statistics.</summary>
    public void Write(TextWriter writer, string title)
    {
        writer.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{title}\n  Total number of sites: {_sites}\n  Total number of sites with values: {_sitesWithValues}\n  Total number of profiled values: {_values}\n"));
        writer.Write("  Value sites histogram:\n\tNumTargets, SiteCount\n");
        foreach (var (targets, count) in _histogram)
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"\t{targets}, {count}\n"));
        }
    }
}
