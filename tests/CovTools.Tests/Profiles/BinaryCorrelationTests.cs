using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Tests.Modules;

namespace CovTools.Tests.Profiles;

[Collection("LLVM tools")]
public sealed class BinaryCorrelationTests
{
    [Theory]
    [InlineData(19, "correlated")]
    [InlineData(22, "correlated")]
    [InlineData(19, "correlated-ir")]
    [InlineData(22, "correlated-ir")]
    public void RecordsAndNamesComeFromTheBinary(int major, string kind)
    {
        var (program, file) = (RawPrograms.Build(major, kind), RawPrograms.Run(major, kind));
        var expected = ToolRunner.Run($"/usr/bin/llvm-profdata-{major}", ["merge", "-text", $"--binary-file={program}", "-o", "-", file]);

        var profile = RawProfileReader.Read(Memory(file), With(Correlation(program))).ShouldHaveSingleItem();

        RawText.Blocks([profile]).ShouldBe(RawText.Blocks(expected));
        profile.Functions.Count.ShouldBeGreaterThan(5);
    }

    [Fact]
    public void ProfilesOfSeveralRunsInOneFileAreCorrelatedEach()
    {
        var (program, file) = (RawPrograms.Build(19, "correlated"), RawPrograms.Run(19, "correlated"));
        var bytes = File.ReadAllBytes(file);

        var profiles = RawProfileReader.Read(new MemoryByteSource("two.profraw", (byte[])[.. bytes, .. bytes]), With(Correlation(program))).ToList();

        profiles.Count.ShouldBe(2);
        profiles[1].Records().Select(record => record.NameText).ShouldBe(profiles[0].Records().Select(record => record.NameText));
    }

    [Fact]
    public void ProfilesWithRecordsDoNotNeedTheBinary()
    {
        var (program, file) = (RawPrograms.Build(19, "correlated"), RawPrograms.Run(19, "ir"));

        var profile = RawProfileReader.Read(Memory(file), With(Correlation(program))).ShouldHaveSingleItem();

        RawText.Blocks([profile]).ShouldBe(RawText.Blocks(RawPrograms.MergedText(19, file)));
    }

    [Fact]
    public void WithoutTheBinaryTheReasonSaysWhatToGive()
    {
        var file = RawPrograms.Run(19, "correlated");

        Should.Throw<MalformedDataException>(() => RawProfileReader.Read(Memory(file)).ToList()).Reason.ShouldContain("--correlate binary");
    }

    [Fact]
    public void TheBinaryOfAnotherBuildIsRefused()
    {
        var (other, file) = (RawPrograms.Build(22, "correlated"), RawPrograms.Run(19, "correlated"));

        Should.Throw<MalformedDataException>(() => RawProfileReader.Read(Memory(file), With(Correlation(other))).ToList()).Reason.ShouldContain("build id");
    }

    [Theory]
    [InlineData(14)]
    [InlineData(16)]
    [InlineData(19)]
    public void DebugInformationIsRefusedWithAnAlternative(int major)
    {
        var (program, file) = (RawPrograms.Build(major, "debug"), RawPrograms.Run(major, "debug"));

        Should.Throw<MalformedDataException>(() => RawProfileReader.Read(Memory(file)).ToList()).Reason.ShouldContain("build with -profile-correlate=binary");
        Should.Throw<MalformedDataException>(() => Correlation(program)).Reason.ShouldContain("build with -profile-correlate=binary");
    }

    [Fact]
    public void RecordsWithTheCountersOfAnEarlierOneDoNotCount()
    {
        var plain = new SyntheticRawProfile { Version = 10 };
        var bytes = plain.ToArray();
        var records = bytes.AsSpan(128 + 32, 3 * 64).ToArray();
        for (var i = 0; i < 3; i++)
        {
            BitConverter.TryWriteBytes(records.AsSpan((i * 64) + RawRecordLayout.CounterPointer), 0x5000UL + (i == 2 ? 0 : (ulong)i * 24)).ShouldBeTrue();
            BitConverter.TryWriteBytes(records.AsSpan((i * 64) + 24), 0x9000UL).ShouldBeTrue();
        }

        var correlation = new GivenCorrelation(records, bytes.AsMemory(bytes.Length - 24, 21), 0x5000, 0x9000);
        var profile = RawProfileReader.Read(new MemoryByteSource("stripped.profraw", Stripped(bytes)), With(correlation)).ShouldHaveSingleItem();

        var read = profile.Records().ToList();

        read.Select(record => record.NameText).ShouldBe(["main", "ex.c:pick"]);
        read[1].Counters.ToArray().ShouldBe([2UL, 0, 1, 0]);
        read[1].Bitmap.ToArray().ShouldBe([(byte)3, 0x80]);
    }

    [Fact]
    public void RecordsOfAnotherLayoutAreMalformed()
    {
        var bytes = new SyntheticRawProfile { Version = 10 }.ToArray();
        var correlation = new GivenCorrelation(new byte[100], default, 0, 0);

        Should.Throw<MalformedDataException>(() => RawProfileReader.Read(new MemoryByteSource("stripped.profraw", Stripped(bytes)), With(correlation)).ToList()).File.ShouldBe("given");
    }

    /// <summary>A version 10 profile without its records and names, as a runtime writes it that has none in memory.</summary>
    private static byte[] Stripped(byte[] bytes)
    {
        byte[] stripped = [.. bytes[..160], .. bytes[(160 + (3 * 64))..^24]];
        stripped.AsSpan(24, 8).Clear();
        stripped.AsSpan(72, 16).Clear();
        stripped.AsSpan(96, 8).Clear();
        return stripped;
    }

    private static MemoryByteSource Memory(string file) => new(file, File.ReadAllBytes(file));

    private static ProfileReadOptions With(ICorrelation correlation) => new() { Correlation = correlation };

    private static BinaryCorrelation Correlation(string program)
    {
        using var source = new FileByteSource(program);
        return BinaryCorrelation.Read(ElfObject.Read(source));
    }

    private sealed class GivenCorrelation(ReadOnlyMemory<byte> records, ReadOnlyMemory<byte> names, ulong counters, ulong bitmap) : ICorrelation
    {
        public string Name => "given";

        public string BuildId => "";

        public ReadOnlyMemory<byte> Records => records;

        public ReadOnlyMemory<byte> Names => names;

        public ulong CountersAddress => counters;

        public ulong BitmapAddress => bitmap;
    }
}
