namespace CovTools.Profiles;

/// <summary>
/// Adds what value sites saw, the way llvm-profdata does: after every record that it adds, the values of each site are ordered by falling count and cut to
/// <see cref="MaximumValues"/> (InstrProfWriter::addRecord, InstrProfRecord::scale, merge and sortValueData in llvm/ProfileData).
/// </summary>
public static class ValueMerge
{
    /// <summary>Values that a site keeps (INSTR_PROF_MAX_NUM_VAL_PER_SITE).</summary>
    public const int MaximumValues = 255;

    /// <summary>The values of a function whose first record is added.</summary>
    /// <param name="values">The record's values; null when it has none.</param>
    /// <param name="weight">How many times it is added, at least 1.</param>
    /// <param name="issues">An overflow, or nothing.</param>
    public static ValueProfile? First(ValueProfile? values, ulong weight, out MergeIssues issues)
    {
        issues = MergeIssues.None;
        if (values is null)
        {
            return null;
        }

        var kinds = new IReadOnlyList<IReadOnlyList<ValueCount>>[ValueProfile.KindCount];
        for (var kind = 0; kind < kinds.Length; kind++)
        {
            var sites = values.Sites((ValueKind)kind);
            var ordered = new IReadOnlyList<ValueCount>[sites.Count];
            for (var site = 0; site < ordered.Length; site++)
            {
                List<ValueCount> scaled = [.. sites[site]];
                if (weight > 1)
                {
                    for (var i = 0; i < scaled.Count; i++)
                    {
                        scaled[i] = scaled[i] with { Count = MultiplyAdd(scaled[i].Count, weight, 0, ref issues) };
                    }
                }

                ordered[site] = MostFrequent(scaled);
            }

            kinds[kind] = ordered;
        }

        return new ValueProfile(kinds[0], kinds[1], kinds[2]);
    }

    /// <summary>Adds the values of a further record of a function.</summary>
    /// <param name="sum">What <see cref="First"/> or this method gave for the function before.</param>
    /// <param name="values">The record's values; null when it has none.</param>
    /// <param name="weight">How many times it is added, at least 1. Values that <paramref name="sum"/> does not have yet are taken once, whatever the weight: LLVM does so.</param>
    /// <param name="issues">Overflows, and kinds whose number of sites differs: those stay as they are.</param>
    public static ValueProfile? Add(ValueProfile? sum, ValueProfile? values, ulong weight, out MergeIssues issues)
    {
        issues = MergeIssues.None;
        if (sum is null || values is null)
        {
            issues = HasSites(sum) || HasSites(values) ? MergeIssues.ValueSiteMismatch : MergeIssues.None;
            return sum;
        }

        var kinds = new IReadOnlyList<IReadOnlyList<ValueCount>>[ValueProfile.KindCount];
        for (var kind = 0; kind < kinds.Length; kind++)
        {
            var sites = sum.Sites((ValueKind)kind);
            var others = values.Sites((ValueKind)kind);
            kinds[kind] = sites;
            if (sites.Count != others.Count)
            {
                issues |= MergeIssues.ValueSiteMismatch;
                continue;
            }

            var merged = new IReadOnlyList<ValueCount>[sites.Count];
            for (var site = 0; site < merged.Length; site++)
            {
                merged[site] = MostFrequent(MergeSite(sites[site], others[site], weight, ref issues));
            }

            kinds[kind] = merged;
        }

        return new ValueProfile(kinds[0], kinds[1], kinds[2]);
    }

    private static bool HasSites(ValueProfile? values)
    {
        for (var kind = 0; values is not null && kind < ValueProfile.KindCount; kind++)
        {
            if (values.Sites((ValueKind)kind).Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static List<ValueCount> MergeSite(IReadOnlyList<ValueCount> site, IReadOnlyList<ValueCount> other, ulong weight, ref MergeIssues issues)
    {
        var left = ByValue(site);
        var right = ByValue(other);
        var merged = new List<ValueCount>(left.Length + right.Length);
        var next = 0;
        foreach (var incoming in right)
        {
            while (next < left.Length && left[next].Value < incoming.Value)
            {
                merged.Add(left[next++]);
            }

            if (next < left.Length && left[next].Value == incoming.Value)
            {
                merged.Add(incoming with { Count = MultiplyAdd(incoming.Count, weight, left[next++].Count, ref issues) });
            }
            else
            {
                merged.Add(incoming);
            }
        }

        merged.AddRange(left.AsSpan(next));
        return merged;
    }

    private static ValueCount[] ByValue(IReadOnlyList<ValueCount> site) => [.. site.OrderBy(value => value.Value)];

    /// <summary>Equal counts stay in their order.</summary>
    private static ValueCount[] MostFrequent(List<ValueCount> values) => [.. values.OrderByDescending(value => value.Count).Take(MaximumValues)];

    private static ulong MultiplyAdd(ulong count, ulong weight, ulong sum, ref MergeIssues issues)
    {
        var high = Math.BigMul(count, weight, out var product);
        var total = unchecked(product + sum);
        if (high == 0 && total >= product)
        {
            return total;
        }

        issues |= MergeIssues.CounterOverflow;
        return ulong.MaxValue;
    }
}
