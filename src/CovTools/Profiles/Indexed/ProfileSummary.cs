namespace CovTools.Profiles;

/// <summary>The summary at the head of an indexed profile (ProfileSummaryBuilder in llvm/ProfileData/ProfileSummaryBuilder.cpp).</summary>
internal sealed class ProfileSummary
{
    /// <summary>Size in the file, bytes: two counts, six fields, three words per cutoff.</summary>
    public static readonly int FileSize = (2 + 6 + (s_cutoffs.Length * 3)) * 8;

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
    private static ReadOnlySpan<uint> s_cutoffs => [10000, 100000, 200000, 300000, 400000, 500000, 600000, 700000, 800000, 900000, 950000, 990000, 999000, 999900, 999990, 999999];

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

    public void Write(LittleEndianWriter writer)
    {
        writer.U64(6);
        writer.U64((ulong)s_cutoffs.Length);
        writer.U64(_functions);
        writer.U64(_blocks);
        writer.U64(_maximumEntry);
        writer.U64(_maximum);
        writer.U64(_maximumInternal);
        writer.U64(_total);

        var counts = _frequencies.Sorted();
        var next = counts.Length - 1;
        ulong sum = 0, seen = 0, last = 0;
        foreach (var cutoff in s_cutoffs)
        {
            var desired = (ulong)((UInt128)_total * cutoff / 1_000_000);
            for (; sum < desired && next >= 0; next--)
            {
                (last, var frequency) = counts[next];
                sum = unchecked(sum + (last * frequency));
                seen += frequency;
            }

            writer.U64(cutoff);
            writer.U64(last);
            writer.U64(seen);
        }
    }
}
