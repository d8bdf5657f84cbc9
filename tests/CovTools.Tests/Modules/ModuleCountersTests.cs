using CovTools.Modules;
using FsCheck;
using FsCheck.Fluent;

namespace CovTools.Tests.Modules;

public sealed class ModuleCountersTests
{
    private static readonly GoldenModule s_golden = GoldenModule.Of(23);

    [Fact]
    public void OrderAndGroupingOfHitsDoNotChangeTheProfile()
    {
        Check.QuickThrowOnFailure(Prop.ForAll<ulong[][], int>((runs, seed) =>
        {
            var hits = runs.Select(Hits).ToList();
            var oneByOne = new ModuleCounters(s_golden.Layout);
            hits.ForEach(oneByOne.Add);

            var random = new Random(seed);
            var shuffled = hits.OrderBy(_ => random.Next()).ToList();
            var groups = new List<ModuleCounters> { new(s_golden.Layout), new(s_golden.Layout), new(s_golden.Layout) };
            shuffled.ForEach(entry => groups[random.Next(3)].Add(entry));
            var total = new ModuleCounters(s_golden.Layout);
            groups.ForEach(total.AddFrom);

            Profile(total).ShouldBe(Profile(oneByOne));
            HitsEncoding.Encode([total.ToHits()]).ShouldBe(HitsEncoding.Encode([oneByOne.ToHits()]));
        }));
    }

    [Fact]
    public void AddingSeveralTimesIsAddingAgainAndAgain()
    {
        var hits = RawHits.Read(s_golden.Profile, s_golden.Layout);
        var (once, again) = (new ModuleCounters(s_golden.Layout), new ModuleCounters(s_golden.Layout));

        once.Add(hits, 3);
        once.Add(hits, 0);
        again.Add(hits);
        again.Add(hits);
        again.Add(hits);

        once.Counters.ToArray().ShouldBe(again.Counters.ToArray());
        once.Bitmap.ToArray().ShouldBe(again.Bitmap.ToArray());
    }

    [Fact]
    public void SumsStopAtTheLargestNumber()
    {
        var counters = new ModuleCounters(s_golden.Layout);

        counters.Add(Hits([0, ulong.MaxValue - 1, 1UL << 40]));
        counters.Add(Hits([0, 5, 1]), ulong.MaxValue);

        counters.Counters.Span[..3].ToArray().ShouldBe([0UL, ulong.MaxValue, ulong.MaxValue]);
    }

    [Fact]
    public void CountersOfAFunctionAreFoundByBothHashes()
    {
        var counters = new ModuleCounters(s_golden.Layout);
        counters.Add(RawHits.Read(s_golden.Profile, s_golden.Layout));

        foreach (var record in s_golden.Profile.Records())
        {
            counters.TryGetCounters(record.NameHash, record.FunctionHash, out var found).ShouldBeTrue();
            found.ToArray().ShouldBe(record.Counters.ToArray());
            counters.TryGetCounters(record.NameHash, record.FunctionHash + 1, out _).ShouldBeFalse();
        }

        counters.TryGetCounters(1, 2, out _).ShouldBeFalse();
    }

    [Fact]
    public void HitsOfAnotherModuleAreRefused()
    {
        var counters = new ModuleCounters(s_golden.Layout);
        var other = GoldenModule.Of(21);

        Should.Throw<MalformedDataException>(() => counters.Add(RawHits.Read(other.Profile, other.Layout))).Message.ShouldContain(other.Layout.Id);
    }

    [Fact]
    public void HitsOfOtherSizesAreRefused()
    {
        var counters = new ModuleCounters(s_golden.Layout);

        Should.Throw<MalformedDataException>(() => counters.Add(HitsRecords.Hits(s_golden.Layout.Id, [(0, 1)])));
    }

    private static ModuleHits Hits(ulong[] values)
    {
        var layout = s_golden.Layout;
        var entries = values.Take(layout.CounterCount).Select((value, index) => (Index: (uint)index, Value: value)).Where(entry => entry.Value != 0).ToList();
        return new ModuleHits
        {
            Id = layout.Id,
            CounterSize = layout.CounterSize,
            CounterBytes = layout.CounterBytes,
            BitmapBytes = layout.BitmapSize,
            Indices = [.. entries.Select(entry => entry.Index)],
            Values = [.. entries.Select(entry => entry.Value)],
            BitmapIndices = values.Length % 2 == 0 ? [] : [0],
            BitmapValues = values.Length % 2 == 0 ? [] : [(byte)(values[0] | 1)],
        };
    }

    private static byte[] Profile(ModuleCounters counters)
    {
        using var stream = new MemoryStream();
        ModuleProfile.Write([counters], stream).IsClean.ShouldBeTrue();
        return stream.ToArray();
    }
}
