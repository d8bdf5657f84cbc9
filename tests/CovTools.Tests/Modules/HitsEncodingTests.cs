using CovTools.Modules;
using CovTools.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CovTools.Tests.Modules;

public sealed class HitsEncodingTests
{
    private static readonly ModuleHits s_first = HitsRecords.Hits("00ff", [(0, 1), (7, 300), (99_999, ulong.MaxValue)], [(0, 1), (999, 0x80)]);
    private static readonly ModuleHits s_bytes = HitsRecords.Hits("fnv0123456789abcdef", [(3, 1)], counterSize: 1, counterBytes: 10);

    [Fact]
    public void DecodedHitsAreTheEncodedOnes()
    {
        var modules = HitsEncoding.Decode(HitsEncoding.Encode([s_bytes, s_first]), "hits");

        modules.Count.ShouldBe(2);
        HitsRecords.ShouldBeSame(modules[0], s_first);
        HitsRecords.ShouldBeSame(modules[1], s_bytes);
    }

    [Fact]
    public void EqualSetsAreEqualBytesWhateverTheOrderAndPath()
    {
        var moved = HitsRecords.Hits("00ff", [(0, 1), (7, 300), (99_999, ulong.MaxValue)], [(0, 1), (999, 0x80)], path: "/other");
        var empty = HitsRecords.Hits("11", []);

        HitsEncoding.Encode([s_bytes, empty, moved]).ShouldBe(HitsEncoding.Encode([s_first, s_bytes]));
    }

    [Fact]
    public void NoHitsAreTwoBytes() => HitsEncoding.Encode([]).ShouldBe([1, 0]);

    [Fact]
    public void TwoHitsOfOneModuleAreAMistake() => Should.Throw<ArgumentException>(() => HitsEncoding.Encode([s_first, s_first]));

    [Fact]
    public void AnyHitsSurviveTheRoundTrip()
    {
        Check.QuickThrowOnFailure(Prop.ForAll<Dictionary<ushort, ulong>, Dictionary<byte, byte>>((counters, bitmap) =>
        {
            var hits = HitsRecords.Hits(
                "abcdef12",
                [.. counters.Where(entry => entry.Value != 0).OrderBy(entry => entry.Key).Select(entry => ((uint)entry.Key, entry.Value))],
                [.. bitmap.Where(entry => entry.Value != 0).OrderBy(entry => entry.Key).Select(entry => ((uint)entry.Key, entry.Value))]);
            var decoded = HitsEncoding.Decode(HitsEncoding.Encode([hits]), "hits");
            if (hits.IsEmpty)
            {
                decoded.ShouldBeEmpty();
            }
            else
            {
                HitsRecords.ShouldBeSame(decoded.Single(), hits);
                HitsRecords.ShouldBeSame(HitsReader.Read(HitsRecords.Of(hits), "payload").Single(), hits);
            }
        }));
    }

    [Fact]
    public void EveryTruncationIsMalformed()
    {
        var bytes = HitsEncoding.Encode([s_first, s_bytes]);

        for (var length = 0; length < bytes.Length; length++)
        {
            Should.Throw<MalformedDataException>(() => HitsEncoding.Decode(bytes.AsSpan(0, length), "hits"));
        }
    }

    [Fact]
    public void WhatIsReadableIsInItsOneForm()
    {
        var file = HitsEncoding.Encode([s_first, s_bytes]);

        var readable = Mutations.Change(file, 20_000, bytes => HitsEncoding.Encode(HitsEncoding.Decode(bytes, "hits")).ShouldBe(bytes));

        readable.ShouldBeInRange(500, 19_500);
    }
}
