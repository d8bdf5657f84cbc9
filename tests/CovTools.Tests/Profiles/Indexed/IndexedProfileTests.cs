using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Tests.Profiles.Indexed;

public sealed class IndexedProfileTests
{
    private const ulong ContextSensitive = 1UL << 60;

    [Fact]
    public void CountersAreFoundByNameAndHash()
    {
        var profile = Profile(("f", 1, [1, 2]), ("f", 2, [3]), ("g", 1, []));

        profile.RecordCount.ShouldBe(3);
        Find(profile, "f", 1).ShouldBe([1UL, 2]);
        Find(profile, "f", 2).ShouldBe([3UL]);
        Find(profile, "g", 1).ShouldBe([]);
        Find(profile, "f", 3).ShouldBeNull();
        Find(profile, "h", 1).ShouldBeNull();
    }

    [Fact]
    public void AMissTellsWhatElseIsKnownOfTheName()
    {
        var profile = Profile(("plain", 1, [1]), ("sensitive", 1 | ContextSensitive, [1]), ("both", 1, [1]), ("both", 2 | ContextSensitive, [1]));

        Explain(profile, "unknown", 9).ShouldBe(CounterMiss.UnknownName);
        Explain(profile, "plain", 9).ShouldBe(CounterMiss.OtherHash);
        Explain(profile, "plain", 9 | ContextSensitive).ShouldBe(CounterMiss.OtherHashOfOtherKind);
        Explain(profile, "sensitive", 9).ShouldBe(CounterMiss.OtherHashOfOtherKind);
        Explain(profile, "sensitive", 9 | ContextSensitive).ShouldBe(CounterMiss.OtherHash);
        Explain(profile, "both", 9).ShouldBe(CounterMiss.OtherHash);
        Explain(profile, "both", 9 | ContextSensitive).ShouldBe(CounterMiss.OtherHash);
    }

    [Fact]
    public void ManyRecordsKeepTheirCounters()
    {
        var profile = Profile([.. Enumerable.Range(0, 20_000).Select(i => ($"f{i}", (ulong)i, Enumerable.Range(i, 20).Select(k => (ulong)k).ToArray()))]);

        for (var i = 0; i < 20_000; i += 77)
        {
            Find(profile, $"f{i}", (ulong)i).ShouldBe(Enumerable.Range(i, 20).Select(k => (ulong)k));
        }
    }

    private static IndexedProfile Profile(params (string Name, ulong Hash, ulong[] Counters)[] records)
    {
        var builder = new ProfileBuilder(new LlvmRelease(19));
        foreach (var (name, hash, counters) in records)
        {
            builder.Add(FunctionRecord.Create(name, hash, counters));
        }

        return IndexedProfile.Read(new MemoryByteSource("p", ProfileBytes.Write(builder)));
    }

    private static ulong[]? Find(IndexedProfile profile, string name, ulong hash)
        => profile.TryGetCounters(Hash(name), hash, out var counters) ? counters.ToArray() : null;

    private static CounterMiss Explain(IndexedProfile profile, string name, ulong hash) => profile.ExplainMiss(Hash(name), hash);

    private static ulong Hash(string name) => NameHash.Compute(System.Text.Encoding.UTF8.GetBytes(name));
}
