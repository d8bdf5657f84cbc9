using CovTools.Modules;
using CovTools.Tests.Support;

namespace CovTools.Tests.Modules;

public sealed class HitsReaderTests
{
    private static readonly ModuleHits s_first = HitsRecords.Hits("00ff", [(0, 1), (7, 300), (99_999, ulong.MaxValue)], [(0, 1), (999, 0x80)]);
    private static readonly ModuleHits s_bytes = HitsRecords.Hits("fnv0123456789abcdef", [(3, 1)], counterSize: 1, counterBytes: 10);

    [Fact]
    public void RecordsAreReadInOrder()
    {
        var modules = HitsReader.Read(HitsRecords.Of(s_first, s_bytes), "payload");

        modules.Count.ShouldBe(2);
        HitsRecords.ShouldBeSame(modules[0], s_first);
        HitsRecords.ShouldBeSame(modules[1], s_bytes);
        modules[0].Path.ShouldBe("/lib/x.so");
    }

    [Fact]
    public void RecordsOfOneModuleAreAddedUp()
    {
        var second = HitsRecords.Hits("00ff", [(1, 2), (7, 5), (99_999, 1)], [(0, 6), (5, 1)], path: "/proc/7/fd/3");

        var module = HitsReader.Read(HitsRecords.Of(s_first, s_bytes, second), "payload")[0];

        HitsRecords.ShouldBeSame(module, HitsRecords.Hits("00ff", [(0, 1), (1, 2), (7, 305), (99_999, ulong.MaxValue)], [(0, 7), (5, 1), (999, 0x80)]));
    }

    [Fact]
    public void NothingIsNoHits() => HitsReader.Read([], "payload").ShouldBeEmpty();

    [Fact]
    public void RawProfilesAreNotTakenForHits()
    {
        HitsReader.IsHits(HitsRecords.Of(s_first)).ShouldBeTrue();
        HitsReader.IsHits(GoldenModule.Of(23).Raw).ShouldBeFalse();
        HitsReader.IsHits([]).ShouldBeFalse();
    }

    [Fact]
    public void IndexPastTheCountersIsRefused()
    {
        var hits = HitsRecords.Hits("00ff", [(100_000, 1)]);

        Should.Throw<MalformedDataException>(() => HitsReader.Read(HitsRecords.Of(hits), "payload")).Message.ShouldContain("100000");
    }

    [Fact]
    public void RecordsOfOneModuleWithDifferentSizesAreRefused()
    {
        var other = HitsRecords.Hits("00ff", [(1, 1)], counterBytes: 16);

        Should.Throw<MalformedDataException>(() => HitsReader.Read(HitsRecords.Of(s_first, other), "payload")).Message.ShouldContain("00ff");
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("")]
    [InlineData("fnv")]
    [InlineData("00FF")]
    public void IdsThatAreNotHexAreRefused(string id) =>
        Should.Throw<MalformedDataException>(() => HitsReader.Read(HitsRecords.Of(HitsRecords.Hits(id, [(1, 1)])), "payload"));

    [Fact]
    public void AnnouncedEntriesAreNotAllocatedBeforeTheyAreThere()
    {
        var payload = HitsRecords.Of(s_first);
        payload.AsSpan(22, 4).Fill(0xff);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Should.Throw<MalformedDataException>(() => HitsReader.Read(payload, "payload"));

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    [Fact]
    public void EveryTruncationIsMalformed()
    {
        var payload = HitsRecords.Of(s_first);

        for (var length = 1; length < payload.Length; length++)
        {
            Should.Throw<MalformedDataException>(() => HitsReader.Read(payload.AsSpan(0, length), "payload"));
        }
    }

    [Fact]
    public void DamagedRecordsAreMalformedOrReadable()
    {
        var payload = HitsRecords.Of(s_first, s_bytes, s_first);

        var readable = Mutations.Change(payload, 40_000, bytes => HitsReader.Read(bytes, "payload").ShouldNotBeNull());

        readable.ShouldBeInRange(1_000, 39_000);
    }
}
