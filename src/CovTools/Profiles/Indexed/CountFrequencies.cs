using System.Runtime.InteropServices;

namespace CovTools.Profiles;

/// <summary>How often each count occurs. Small counts are by far the most frequent: they have an array.</summary>
internal sealed class CountFrequencies
{
    private const int SmallCounts = 1 << 14;

    private readonly ulong[] _small = new ulong[SmallCounts];
    private readonly Dictionary<ulong, ulong> _large = [];

    public void Add(ulong count)
    {
        if (count < SmallCounts)
        {
            _small[count]++;
        }
        else
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_large, count, out _)++;
        }
    }

    /// <summary>The counts that occur, ascending, with their frequencies.</summary>
    public (ulong Count, ulong Frequency)[] Sorted()
    {
        var counts = new List<(ulong Count, ulong Frequency)>();
        for (var count = 0; count < SmallCounts; count++)
        {
            if (_small[count] != 0)
            {
                counts.Add(((ulong)count, _small[count]));
            }
        }

        var large = _large.Keys.ToArray();
        Array.Sort(large);
        counts.AddRange(large.Select(count => (count, _large[count])));
        return [.. counts];
    }
}
