using System.Numerics;

namespace CovTools.Profiles;

/// <summary>
/// Which counts a profile has, and how many of each, as far as cutoffs need it: counts are put into bins of about equal relative width, and only the bins that
/// cutoffs fall into are looked at closely. Millions of different counts need neither a hash table nor sorting.
/// </summary>
internal sealed class CountFrequencies
{
    private const ulong Million = 1_000_000;
    private const int MantissaBits = 8;
    private const int SmallCounts = 1 << MantissaBits;
    private const int BinCount = SmallCounts + ((64 - MantissaBits) * SmallCounts);

    private readonly Bin[] _bins = new Bin[BinCount];
    private readonly CountList _large = new();
    private ulong _total;
    private bool _wraps;

    /// <summary>Adds a count.</summary>
    public void Add(ulong count)
    {
        ref var bin = ref _bins[BinOf(count)];
        bin.Minimum = bin.Number == 0 ? count : Math.Min(bin.Minimum, count);
        bin.Number++;
        bin.Sum = unchecked(bin.Sum + count);
        _total = unchecked(_total + count);
        _wraps |= _total < count;
        if (count >= SmallCounts)
        {
            _large.Add(count);
        }
    }

    /// <summary>For each cutoff the smallest of the greatest counts that together reach that share of the total, and how many they are (ProfileSummaryBuilder::computeDetailedSummary).</summary>
    /// <param name="cutoffs">Parts per million, rising.</param>
    public ProfileCutoff[] Cutoffs(ReadOnlySpan<uint> cutoffs)
    {
        var walk = new Walk(this);
        var entries = new ProfileCutoff[cutoffs.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            var desired = (_total / Million * cutoffs[i]) + (_total % Million * cutoffs[i] / Million);
            walk.GoOn(desired);
            entries[i] = new ProfileCutoff(cutoffs[i], walk.Last, walk.Seen);
        }

        return entries;
    }

    /// <summary>The large counts, bin after bin, and where each bin starts.</summary>
    private (ulong[] Counts, int[] Starts) GroupByBin()
    {
        var starts = new int[BinCount + 1];
        for (var bin = SmallCounts; bin < BinCount; bin++)
        {
            starts[bin + 1] = starts[bin] + checked((int)_bins[bin].Number);
        }

        var grouped = new ulong[starts[BinCount]];
        var next = (int[])starts.Clone();
        foreach (var piece in _large.Pieces)
        {
            foreach (var count in piece.Span)
            {
                grouped[next[BinOf(count)]++] = count;
            }
        }

        return (grouped, starts);
    }

    private static int BinOf(ulong count)
    {
        if (count < SmallCounts)
        {
            return (int)count;
        }

        var exponent = BitOperations.Log2(count) - MantissaBits;
        return SmallCounts + (exponent * SmallCounts) + (int)((count >> exponent) & (SmallCounts - 1));
    }

    private struct Bin
    {
        public ulong Sum;
        public ulong Minimum;
        public ulong Number;
    }

    /// <summary>Goes from the greatest count to the smallest.</summary>
    private sealed class Walk(CountFrequencies counts)
    {
        private ulong[]? _grouped;
        private int[] _starts = [];

        /// <summary>Counts of an open bin that were not taken yet: those before the end, the greatest last.</summary>
        private int _openStart;
        private int _openEnd;
        private int _next = BinCount - 1;
        private ulong _sum;

        /// <summary>The count that was taken last.</summary>
        public ulong Last { get; private set; }

        /// <summary>Number of counts that were taken.</summary>
        public ulong Seen { get; private set; }

        /// <summary>Takes counts until they sum up to a number.</summary>
        public void GoOn(ulong desired)
        {
            while (_sum < desired)
            {
                if (_openEnd > _openStart)
                {
                    TakeGreatest();
                }
                else if (!TryOpenBin(desired))
                {
                    return;
                }
            }
        }

        private bool TryOpenBin(ulong desired)
        {
            while (_next >= 0 && counts._bins[_next].Number == 0)
            {
                _next--;
            }

            if (_next < 0)
            {
                return false;
            }

            ref readonly var bin = ref counts._bins[_next];
            if (_next < SmallCounts || (!counts._wraps && bin.Sum < desired - _sum))
            {
                Take(bin.Minimum, bin.Sum, bin.Number);
            }
            else
            {
                OpenBin(_next);
            }

            _next--;
            return true;
        }

        private void OpenBin(int bin)
        {
            if (_grouped is null)
            {
                (_grouped, _starts) = counts.GroupByBin();
            }

            (_openStart, _openEnd) = (_starts[bin], _starts[bin + 1]);
            _grouped.AsSpan(_openStart.._openEnd).Sort();
        }

        /// <summary>Takes the greatest count of the open bin, as often as it is there.</summary>
        private void TakeGreatest()
        {
            var (counted, end) = (_grouped!, _openEnd); // a bin is open
            var count = counted[end - 1];
            while (_openEnd > _openStart && counted[_openEnd - 1] == count)
            {
                _openEnd--;
            }

            var number = (ulong)(end - _openEnd);
            Take(count, unchecked(count * number), number);
        }

        private void Take(ulong last, ulong sum, ulong number)
        {
            _sum = unchecked(_sum + sum);
            Last = last;
            Seen += number;
        }
    }
}
