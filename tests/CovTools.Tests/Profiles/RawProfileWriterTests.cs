using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Tests.Modules;

namespace CovTools.Tests.Profiles;

[Collection("LLVM tools")]
public sealed class RawProfileWriterTests
{
    public static TheoryData<int, string, int> Translations
    {
        get
        {
            var translations = new TheoryData<int, string, int>();
            foreach (var source in (ReadOnlySpan<int>)[13, 14, 16, 19, 22])
            {
                foreach (var target in (ReadOnlySpan<int>)[13, 14, 16, 19, 22])
                {
                    translations.Add(source, "frontend", target);
                    translations.Add(source, "ir", target);
                    translations.Add(source, "context", target);
                    if (source > 13 && target > 13)
                    {
                        translations.Add(source, "entries", target);
                    }
                }
            }

            foreach (var kind in (string[])["decisions", "bytes", "tables", "temporal", "blocks-temporal"])
            {
                translations.Add(19, kind, 22);
                translations.Add(22, kind, 19);
            }

            translations.Add(22, "bytes", 16);
            return translations;
        }
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void ToolsOfOtherReleasesReadTheSame(int source, string kind, int target)
    {
        Toolchain.Require(target);
        var file = RawPrograms.Run(source, kind);
        var translated = Path.Combine(Toolchain.Scratch(), "translated.profraw");
        File.WriteAllBytes(translated, Translate(File.ReadAllBytes(file), new LlvmRelease(target).RawVersion));

        var text = RawPrograms.MergedText(target, translated);

        RawText.Blocks(text).ShouldBe(RawText.Blocks(RawPrograms.MergedText(source, file)));
        Marks(text).ShouldBe(Marks(RawPrograms.MergedText(source, file)));
        var shown = ToolRunner.Run($"/usr/bin/llvm-profdata-{target}", ["show", "--binary-ids", translated]);
        Read(File.ReadAllBytes(file)).BinaryIds.ShouldAllBe(id => shown.Contains(id));
    }

    [Theory]
    [MemberData(nameof(RawProfileReaderTests.Kinds), MemberType = typeof(RawProfileReaderTests))]
    public void EveryVersionWidthAndByteOrderIsLaidOutAnew(int version, bool is64Bit, bool bigEndian)
    {
        foreach (var singleByte in (ReadOnlySpan<bool>)[false, true])
        {
            var original = Read(new SyntheticRawProfile
            {
                Version = version,
                Is64Bit = is64Bit,
                BigEndian = bigEndian,
                SingleByte = singleByte,
                ValueData = true,
                CompressNames = true,
                Stamps = [0x1122_3344, 5, ulong.MaxValue],
                VirtualTables = version >= 10 ? [("_ZTV1A", 0x8000)] : [],
            }.ToArray());

            var again = Read(Write(original, 10));

            RawText.Blocks([again]).ShouldBe(RawText.Blocks([original]));
            (again.Version, again.Is64Bit, again.IsBigEndian, again.Flags, again.CounterSize).ShouldBe((10, true, false, original.Flags, original.CounterSize));
            again.BinaryIds.ShouldBe(original.BinaryIds);
            again.NamesSection.ToArray().ShouldBe(original.NamesSection.ToArray());
            again.Functions.ShouldBe(original.Functions);
            Write(again, 10).ShouldBe(Write(original, 10));
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public void EveryVersionIsWritten(int version)
    {
        var original = Read(new SyntheticRawProfile { Version = 5, Is64Bit = false, BigEndian = true, ValueData = true }.ToArray());

        var again = Read(Write(original, version));

        again.Version.ShouldBe(version);
        RawText.Blocks([again]).ShouldBe(RawText.Blocks([original]));
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(23)]
    public void GoldenProfilesAreReadByTheReleaseOfTheNewVersion(int golden)
    {
        var original = Read(File.ReadAllBytes(Toolchain.Source($"program-{golden}.raw")));
        Toolchain.Require(22);
        var translated = Path.Combine(Toolchain.Scratch(), "translated.profraw");
        File.WriteAllBytes(translated, Write(original, 10));

        RawText.Blocks(RawPrograms.MergedText(22, translated)).ShouldBe(RawText.Blocks([original]));
    }

    [Fact]
    public void ProfilesOfVersion7FollowOneAnother()
    {
        Toolchain.Require(13);
        var original = Read(File.ReadAllBytes(RawPrograms.Run(19, "frontend")));
        var file = Path.Combine(Toolchain.Scratch(), "two.profraw");
        File.WriteAllBytes(file, [.. Write(original, 7), .. Write(original, 7)]);

        var blocks = RawText.Blocks(RawPrograms.MergedText(13, file));

        blocks.Length.ShouldBe(original.Functions.Count);
        blocks.Single(block => block.StartsWith("values.cpp:_ZL4plusi\n", StringComparison.Ordinal) || block.Contains("values.cpp:_ZL4plusi\n", StringComparison.Ordinal))
            .ShouldEndWith("\n240");
    }

    [Fact]
    public void CorrelatedProfilesGetTheirRecords()
    {
        var (program, file) = (RawPrograms.Build(22, "correlated"), RawPrograms.Run(22, "correlated"));
        using var module = new FileByteSource(program);
        var options = new ProfileReadOptions { Correlation = BinaryCorrelation.Read(ElfObject.Read(module)) };
        var original = RawProfileReader.Read(new MemoryByteSource(file, File.ReadAllBytes(file)), options).Single();
        var translated = Path.Combine(Toolchain.Scratch(), "translated.profraw");
        File.WriteAllBytes(translated, Write(original, 8));

        RawText.Blocks(RawPrograms.MergedText(14, translated)).ShouldBe(RawText.Blocks([original]));
    }

    [Theory]
    [InlineData(8, "bitmaps")]
    [InlineData(9, "virtual tables")]
    public void LossesAreRefusedUnlessTheyAreAllowed(int version, string what)
    {
        var original = Read(new SyntheticRawProfile { ValueData = true, VirtualTables = [("_ZTV1A", 0x8000)] }.ToArray());

        Should.Throw<UsageException>(() => Write(original, version)).Message.ShouldContain(what);
        var again = Read(Write(original, version, new RawWriteOptions { DropUnsupported = true }));

        again.Records().Select(record => record.Counters.ToArray()).ShouldBe(original.Records().Select(record => record.Counters.ToArray()));
        again.Records().Select(record => record.Bitmap.Length).ShouldBe(version >= 9 ? [0, 2, 1] : [0, 0, 0]);
        again.Records().ShouldAllBe(record => record.Values!.Sites(ValueKind.VirtualTableTarget).Count == 0 && record.Values!.Sites(ValueKind.IndirectCallTarget).Count == 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CountersOfKindsThatTheVersionDoesNotKnowBecomePlainOnes(bool singleByte)
    {
        var synthetic = new SyntheticRawProfile { Version = 8, SingleByte = singleByte, Stamps = [1, 2, 3] };
        var original = Read(synthetic.ToArray());

        Should.Throw<UsageException>(() => Write(original, 7)).Message.ShouldContain("Temporal");
        var again = Read(Write(original, 7, new RawWriteOptions { DropUnsupported = true }));

        again.Flags.ShouldBe(ProfileFlags.None);
        again.CounterSize.ShouldBe(8);
        again.Records().Select(record => record.Counters.ToArray()).ShouldBe(original.Records().Select(record => record.Counters.ToArray()));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(11)]
    public void OtherVersionsAreNotWritten(int version) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Write(Read(new SyntheticRawProfile().ToArray()), version));

    [Fact]
    public void NothingIsWrittenOfADamagedProfile()
    {
        var bytes = new SyntheticRawProfile { Version = 10, BinaryId = [] }.ToArray();
        bytes[128 + RawRecordLayout.CounterPointer + 2] = 0x77;
        using var output = new MemoryStream();

        Should.Throw<MalformedDataException>(() => RawProfileWriter.Write(Read(bytes), 10, output));

        output.Length.ShouldBe(0);
    }

    /// <summary>The kind of a profile; early releases do not write all of it.</summary>
    private static string[] Marks(string text) => [.. text.Split('\n').Where(line => line.StartsWith(':') && line != ":single_byte_coverage")];

    private static RawProfile Read(byte[] bytes) => RawProfileReader.Read(new MemoryByteSource("test.profraw", bytes)).ShouldHaveSingleItem();

    private static byte[] Translate(byte[] bytes, int version) => Write(Read(bytes), version);

    private static byte[] Write(RawProfile profile, int version, RawWriteOptions? options = null)
    {
        using var output = new MemoryStream();
        RawProfileWriter.Write(profile, version, output, options);
        return output.ToArray();
    }
}
