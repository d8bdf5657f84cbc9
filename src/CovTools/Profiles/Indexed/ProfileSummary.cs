namespace CovTools.Profiles;

/// <summary>The summary at the head of an indexed profile (ProfileSummaryBuilder in llvm/ProfileData/ProfileSummaryBuilder.cpp).</summary>
internal sealed class ProfileSummary
{
    /// <summary>Size in the file, bytes: two counts, six fields, three words per cutoff.</summary>
    public static readonly int FileSize = (2 + 6 + (DefaultCutoffs.Length * 3)) * 8;

    private readonly LlvmRelease _release;
    private readonly CountFrequencies _frequencies = new();
    private ulong _functions;
    private ulong _blocks;
    private ulong _maximumEntry;
    private ulong _maximumInternal;
    private ulong _maximum;
    private ulong _total;

    public ProfileSummary(LlvmRelease release) => _release = release;

    /// <summary>Parts per million of the total count (ProfileSummaryBuilder::DefaultCutoffs).</summary>
    public static ReadOnlySpan<uint> DefaultCutoffs => [10000, 100000, 200000, 300000, 400000, 500000, 600000, 700000, 800000, 900000, 950000, 990000, 999000, 999900, 999990, 999999];

    public void Add(ReadOnlySpan<ulong> counters)
    {
        const ulong Hot = ulong.MaxValue;
        const ulong Warm = ulong.MaxValue - 1;
        if (_release.HasPseudoCounts && !counters.IsEmpty && counters[0] is Hot or Warm)
        {
            return;
        }

        _functions++;
        for (var i = 0; i < counters.Length; i++)
        {
            var count = counters[i];
            if (count == ulong.MaxValue && !_release.HasPseudoCounts)
            {
                continue;
            }

            if (i == 0)
            {
                _maximumEntry = Math.Max(_maximumEntry, count);
            }
            else
            {
                _maximumInternal = Math.Max(_maximumInternal, count);
            }

            _maximum = Math.Max(_maximum, count);
            _total = unchecked(_total + count);
            _blocks++;
            _frequencies.Add(count);
        }
    }

    /// <summary>The summary of what was added.</summary>
    /// <param name="cutoffs">Parts per million, rising.</param>
    public ProfileTotals Totals(ReadOnlySpan<uint> cutoffs)
    {
        var entries = _frequencies.Cutoffs(cutoffs);
        return new ProfileTotals(_functions, _blocks, _maximumEntry, _maximum, _maximumInternal, _total, entries);
    }

    /// <summary>Writes the summary with the cutoffs of indexed profiles.</summary>
    public void Write(LittleEndianWriter writer)
    {
        var totals = Totals(DefaultCutoffs);
        writer.U64(6);
        writer.U64((ulong)totals.Cutoffs.Count);
        writer.U64(totals.Functions);
        writer.U64(totals.Blocks);
        writer.U64(totals.MaximumFunctionCount);
        writer.U64(totals.MaximumCount);
        writer.U64(totals.MaximumInternalCount);
        writer.U64(totals.TotalCount);
        foreach (var cutoff in totals.Cutoffs)
        {
            writer.U64(cutoff.Cutoff);
            writer.U64(cutoff.MinimumCount);
            writer.U64(cutoff.Blocks);
        }
    }
}
