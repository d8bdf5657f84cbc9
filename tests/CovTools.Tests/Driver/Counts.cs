using CovTools.Tests.Runtime;

namespace CovTools.Tests.Driver;

/// <summary>Counters of the one library of these tests: index to value, zeros left out.</summary>
internal static class Counts
{
    /// <summary>Adds up the hits records of a payload.</summary>
    public static SortedDictionary<int, long> OfHits(byte[] payload)
    {
        var counts = new SortedDictionary<int, long>();
        ReadOnlySpan<byte> bytes = payload;
        while (!bytes.IsEmpty)
        {
            Add(counts, HitsRecord.ReadOne(ref bytes).Counters.Select(value => checked((long)value)));
        }

        return counts;
    }

    /// <summary>Adds up the raw profiles of a payload.</summary>
    public static SortedDictionary<int, long> OfRawPayload(byte[] payload)
    {
        var directory = CountedLibrary.NewCorpus();
        var file = Path.Combine(directory, "all.profraw");
        File.WriteAllBytes(file, payload);

        // LLVM's own reader takes the concatenation; the fixture has one module, so that there is one profile in it.
        NativeTools.Succeed(NativeTools.Require("llvm-profdata-19"), ["merge", "-o", Path.Combine(directory, "merged"), file]);
        return OfProfiles([file]);
    }

    /// <summary>Adds up what LLVM's runtime left in a directory.</summary>
    public static SortedDictionary<int, long> OfProfiles(IEnumerable<string> files)
    {
        var counts = new SortedDictionary<int, long>();
        foreach (var file in files.Where(file => new FileInfo(file).Length > 0))
        {
            var counters = RawProfile.Read(file).Counters;
            Add(counts, Enumerable.Range(0, counters.Length / 8).Select(index => BitConverter.ToInt64(counters, 8 * index)));
        }

        return counts;
    }

    public static SortedDictionary<int, long> Difference(SortedDictionary<int, long> all, SortedDictionary<int, long> floor)
    {
        var counts = new SortedDictionary<int, long>(all);
        foreach (var (index, value) in floor)
        {
            AddOne(counts, index, -value);
        }

        return counts;
    }

    public static string Show(SortedDictionary<int, long> counts) => string.Join(' ', counts.Select(pair => $"{pair.Key}:{pair.Value}"));

    private static void Add(SortedDictionary<int, long> counts, IEnumerable<long> values)
    {
        var index = 0;
        foreach (var value in values)
        {
            AddOne(counts, index++, value);
        }
    }

    private static void AddOne(SortedDictionary<int, long> counts, int index, long value)
    {
        var sum = counts.GetValueOrDefault(index) + value;
        if (sum == 0)
        {
            counts.Remove(index);
        }
        else
        {
            counts[index] = sum;
        }
    }
}
