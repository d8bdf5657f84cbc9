using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Tests.Support;

namespace CovTools.Tests.Profiles.Indexed;

public sealed class IndexedProfileTableTests
{
    public static TheoryData<int, string> Profiles
    {
        get
        {
            var profiles = new TheoryData<int, string>();
            foreach (var release in new[] { 13, 17, 18, 21, 23 })
            {
                foreach (var program in GoldenSet.Of(release).Programs.Where(program => GoldenSet.Of(release).Has(program, "default.profdata")))
                {
                    profiles.Add(release, program);
                }
            }

            return profiles;
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void EveryRecordIsFoundWithItsCountersAndItsBitmap(int release, string program)
    {
        var bytes = GoldenSet.Of(release).Read(program, "default.profdata");
        var expected = IndexedProfile.Read(new MemoryByteSource(program, bytes));
        var table = new IndexedProfileTable(new MemoryByteSource(program, bytes));
        (table.IndexedVersion, table.Flags, table.HasSingleByteCounters).ShouldBe((expected.IndexedVersion, expected.Flags, expected.HasSingleByteCounters));
        table.BinaryIds.ShouldBe(expected.BinaryIds);
        foreach (var record in new IndexedProfileReader(new MemoryByteSource(program, bytes)).Records())
        {
            var (name, hash) = (record.NameHash, record.FunctionHash);
            table.TryGetCounters(name, hash, out var counters).ShouldBeTrue();
            expected.TryGetCounters(name, hash, out var expectedCounters);
            counters.SequenceEqual(expectedCounters).ShouldBeTrue(record.NameText);
            table.TryGetBitmap(name, hash, out var bitmap).ShouldBe(expected.TryGetBitmap(name, hash, out var expectedBitmap));
            bitmap.SequenceEqual(expectedBitmap).ShouldBeTrue(record.NameText);
            foreach (var other in new[] { hash ^ 2, hash ^ (1UL << 60) })
            {
                var isFound = expected.TryGetCounters(name, other, out _);
                table.TryGetCounters(name, other, out _).ShouldBe(isFound);
                if (!isFound)
                {
                    table.ExplainMiss(name, other).ShouldBe(expected.ExplainMiss(name, other));
                }
            }

            table.HashesOf(name).ShouldBe(expected.HashesOf(name), ignoreOrder: true);
            table.HashesOf(name ^ 1).ShouldBeEmpty();
            table.TryGetCounters(name ^ 1, hash, out _).ShouldBeFalse();
            table.ExplainMiss(name ^ 1, hash).ShouldBe(CounterMiss.UnknownName);
        }
    }

    [Theory]
    [InlineData(13)]
    [InlineData(18)]
    [InlineData(23)]
    public void DamageIsFoundOrHarmless(int release)
    {
        var golden = GoldenSet.Of(release);
        var file = golden.Read("arithmetic", "default.profdata");
        var functions = new IndexedProfileReader(new MemoryByteSource("good", file)).Records().Select(record => (record.NameHash, record.FunctionHash)).ToList();
        functions.ShouldNotBeEmpty();
        void Read(byte[] bytes)
        {
            var table = new IndexedProfileTable(new MemoryByteSource("bad", bytes));
            foreach (var (name, hash) in functions)
            {
                table.TryGetCounters(name, hash, out _);
                table.TryGetBitmap(name, hash, out _);
                table.ExplainMiss(name, hash + 1);
                table.HashesOf(name);
            }
        }

        Mutations.Truncate(file, Read);
        Mutations.Change(file, Mutations.Count / 4, Read).ShouldBeGreaterThan(0);
    }
}
