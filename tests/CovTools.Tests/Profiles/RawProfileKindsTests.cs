using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Tests.Profiles;

[Collection("LLVM tools")]
public sealed class RawProfileKindsTests
{
    [Theory]
    [MemberData(nameof(RawPrograms.Kinds), MemberType = typeof(RawPrograms))]
    public void EveryKindOfInstrumentationIsReadAsByTheRelease(int major, string kind)
    {
        var file = RawPrograms.Run(major, kind);

        var profile = Read(File.ReadAllBytes(file)).ShouldHaveSingleItem();

        RawText.Blocks([profile]).ShouldBe(RawText.Blocks(RawPrograms.MergedText(major, file)));
        profile.BinaryIds.Select(id => id.Length).ShouldBe(major == 13 ? [] : [40]); // 13 finds the id in its first note only
        profile.Flags.ShouldBe(ExpectedFlags(kind));
    }

    [Theory]
    [InlineData(19)]
    [InlineData(22)]
    public void TemporalProfilesInOneFileAreOneTrace(int major)
    {
        var (first, second) = (RawPrograms.Run(major, "temporal"), RawPrograms.Run(major, "blocks-temporal"));
        byte[] both = [.. File.ReadAllBytes(first), .. File.ReadAllBytes(first)];
        var file = Path.Combine(Modules.Toolchain.Scratch(), "both.profraw");
        File.WriteAllBytes(file, both);

        var traces = Read(both).Select(profile => profile.Records().Count() > 0 ? profile.Traces : TemporalTraces.None).ToList();

        traces[0].ShouldBe(TemporalTraces.None);
        traces[1].Traces.ShouldHaveSingleItem().Functions.Count.ShouldBe(2 * Trace(first).Functions.Count);
        var expected = RawText.Blocks(RawPrograms.MergedText(major, file)).Single(block => block.StartsWith("1\n1\n1\n", StringComparison.Ordinal));
        RawText.Blocks(Read(both)).ShouldContain(expected);
        Trace(second).Functions.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(5, true, false)]
    [InlineData(7, false, true)]
    [InlineData(8, true, true)]
    [InlineData(9, false, false)]
    [InlineData(10, true, false)]
    [InlineData(10, false, true)]
    [InlineData(11, true, true)]
    public void ValuesAreResolvedInTheProfileItself(int version, bool is64Bit, bool bigEndian)
    {
        var synthetic = new SyntheticRawProfile
        {
            Version = version,
            Is64Bit = is64Bit,
            BigEndian = bigEndian,
            ValueData = true,
            VirtualTables = version >= 10 ? [("_ZTV1B", 0x9000), ("_ZTV1A", 0x8000)] : [],
        };

        var profile = Read([.. synthetic.ToArray(), .. new SyntheticRawProfile { Version = version, Is64Bit = is64Bit, BigEndian = bigEndian }.ToArray()])[0];

        foreach (var values in profile.Records().Select(record => record.Values.ShouldNotBeNull()))
        {
            values.Sites(ValueKind.IndirectCallTarget).ShouldBe([[new(NameHash.Compute("ex.c:pick"u8), 5), new(0, 2)], []]);
            values.Sites(ValueKind.MemoryOperationSize).ShouldBe([[new(8, 3), new(513, 1), new(0, 9)]]);
            values.Sites(ValueKind.VirtualTableTarget).ShouldBe(version >= 10 ? [[new(NameHash.Compute("_ZTV1A"u8), 4), new(0, 1)]] : []);
        }

        profile.VirtualTableNames.Select(name => System.Text.Encoding.UTF8.GetString(name.Span)).ShouldBe(version >= 10 ? ["_ZTV1B", "_ZTV1A"] : []);
    }

    [Theory]
    [InlineData(8, false, false)]
    [InlineData(8, true, true)]
    [InlineData(10, false, true)]
    [InlineData(11, true, false)]
    public void TimeStampsAreATraceAndNoCounters(int version, bool singleByte, bool bigEndian)
    {
        var synthetic = new SyntheticRawProfile { Version = version, SingleByte = singleByte, BigEndian = bigEndian, Stamps = [9, ulong.MaxValue, 1] };
        var profile = Read(synthetic.ToArray()).ShouldHaveSingleItem();

        var counters = profile.Records().Select(record => record.Counters.ToArray()).ToList();

        counters.ShouldBe(synthetic.Functions.Select(function => singleByte ? [.. function.Counters.Select(counter => counter == 0 ? 0UL : 1)] : function.Counters));
        profile.Traces.StreamSize.ShouldBe(1UL);
        var trace = profile.Traces.Traces.ShouldHaveSingleItem();
        trace.Weight.ShouldBe(1UL);
        trace.Functions.ShouldBe([NameHash.Compute("last"u8), NameHash.Compute("main"u8)]);
    }

    [Fact]
    public void ProfilesWithoutFunctionsKeepTheirBinaryIds()
    {
        var empty = new SyntheticRawProfile { Functions = [], NamesSection = [] };

        var profiles = Read([.. empty.ToArray(), .. new SyntheticRawProfile { BinaryId = [7] }.ToArray()]);

        profiles.Select(profile => profile.Functions.Count).ShouldBe([0, 3]);
        profiles.SelectMany(profile => profile.BinaryIds).ShouldBe([Convert.ToHexStringLower(empty.BinaryId), "07"]);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public void EarlyVersionsFollowOneAnotherWithoutAlignment(int version)
    {
        var odd = new SyntheticRawProfile { Version = version, SingleByte = version == 8, Functions = [("f", 1, [1], [])] };
        var bytes = odd.ToArray();
        (bytes.Length % 8).ShouldNotBe(0);

        Read([.. bytes, .. bytes]).Count.ShouldBe(2);
    }

    [Fact]
    public void LaterVersionsMustBeAligned()
    {
        var bytes = new SyntheticRawProfile { Version = 10 }.ToArray();

        Should.Throw<MalformedDataException>(() => Read([.. bytes, 0, 0, 0, 0, .. bytes])).Reason.ShouldContain("insufficient padding");
    }

    private static TemporalTrace Trace(string file)
    {
        var profile = Read(File.ReadAllBytes(file)).Single();
        profile.Records().Count().ShouldBeGreaterThan(0);
        return profile.Traces.Traces.ShouldHaveSingleItem();
    }

    private static ProfileFlags ExpectedFlags(string kind) => kind switch
    {
        "bytes" => ProfileFlags.SingleByte,
        "ir" or "tables" => ProfileFlags.IntermediateRepresentation,
        "entries" => ProfileFlags.IntermediateRepresentation | ProfileFlags.SingleByte | ProfileFlags.FunctionEntryOnly,
        "context" => ProfileFlags.IntermediateRepresentation | ProfileFlags.ContextSensitive,
        "temporal" => ProfileFlags.IntermediateRepresentation | ProfileFlags.Temporal,
        "blocks-temporal" => ProfileFlags.IntermediateRepresentation | ProfileFlags.SingleByte | ProfileFlags.Temporal,
        _ => ProfileFlags.None,
    };

    private static List<RawProfile> Read(byte[] bytes) => [.. RawProfileReader.Read(new MemoryByteSource("test.profraw", bytes))];
}
