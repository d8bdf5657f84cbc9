using System.Text;
using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Tests.Modules;

namespace CovTools.Tests.Profiles;

[Collection("LLVM tools")]
public sealed class RawProfileReaderTests
{
    public static TheoryData<int, bool, bool> Kinds
    {
        get
        {
            var kinds = new TheoryData<int, bool, bool>();
            foreach (var version in (int[])[5, 7, 8, 9, 10, 11])
            {
                kinds.Add(version, true, false);
                kinds.Add(version, true, true);
                kinds.Add(version, false, false);
                kinds.Add(version, false, true);
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryVersionWidthAndByteOrderIsRead(int version, bool is64Bit, bool bigEndian)
    {
        var synthetic = new SyntheticRawProfile { Version = version, Is64Bit = is64Bit, BigEndian = bigEndian };

        var profile = Read(synthetic.ToArray()).ShouldHaveSingleItem();

        profile.Version.ShouldBe(version);
        profile.BinaryIds.ShouldBe(version >= 7 ? [Convert.ToHexStringLower(synthetic.BinaryId)] : []);
        ShouldHoldFunctionsOf(profile, synthetic);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void CompressedNamesAreInflated(int version, bool is64Bit, bool bigEndian)
    {
        var synthetic = new SyntheticRawProfile { Version = version, Is64Bit = is64Bit, BigEndian = bigEndian, CompressNames = true };

        Read(synthetic.ToArray()).Single().Records().Select(record => record.NameText).ShouldBe(["main", "ex.c:pick", "last"]);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    public void SingleByteCountersAreOneWhereExecuted(int version)
    {
        var synthetic = new SyntheticRawProfile { Version = version, SingleByte = true };

        var profile = Read(synthetic.ToArray()).Single();

        profile.CounterSize.ShouldBe(1);
        profile.Records().SelectMany(record => record.Counters.ToArray()).ShouldBe([1UL, 1, 0, 1, 0, 1, 0, 1]);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(11)]
    public void TheProfileBehindValueDataIsFound(int version)
    {
        var first = new SyntheticRawProfile { Version = version, ValueData = true };
        var second = new SyntheticRawProfile { Version = version, Functions = [("other", 9, [42], [])] };

        var profiles = Read([.. first.ToArray(), .. new byte[16], .. second.ToArray(), .. new byte[8]]);

        profiles.Count.ShouldBe(2);
        ShouldHoldFunctionsOf(profiles[0], first);
        ShouldHoldFunctionsOf(profiles[1], second);
    }

    [Theory]
    [MemberData(nameof(Toolchain.Releases), MemberType = typeof(Toolchain))]
    public void AllWidthsAndByteOrdersGiveTheFileThatTheReleaseMerges(int major)
    {
        var tools = Toolchain.Require(major);
        var version = new LlvmRelease(major).RawVersion;
        foreach (var (is64Bit, bigEndian) in (ReadOnlySpan<(bool, bool)>)[(true, false), (true, true), (false, false), (false, true)])
        {
            var raw = new SyntheticRawProfile { Version = version, Is64Bit = is64Bit, BigEndian = bigEndian }.ToArray();
            var file = Path.Combine(Toolchain.Scratch(), "synthetic.profraw");
            File.WriteAllBytes(file, raw);
            var builder = new ProfileBuilder(new LlvmRelease(major));
            builder.Add(Read(raw).Single());
            using var ours = new MemoryStream();

            IndexedProfileWriter.Write(builder, ours);

            ours.ToArray().ShouldBe(File.ReadAllBytes(tools.Merge(file)), $"64 bit: {is64Bit}, big-endian: {bigEndian}");
        }
    }

    [Fact]
    public void EmptyFileHasNoProfiles() => Read([]).ShouldBeEmpty();

    [Fact]
    public void FunctionOfUnknownNameKeepsItsCountersUnderTheEmptyName()
    {
        var bytes = new SyntheticRawProfile { Version = 8, BinaryId = [] }.ToArray();
        bytes[88] ^= 0xff;

        var record = Read(bytes).Single().Records().First();

        record.NameText.ShouldBeEmpty();
        record.NameHash.ShouldBe(NameHash.Compute([]));
        record.Counters.ToArray().ShouldBe([1UL, 2, 0]);
    }

    [Fact]
    public void ProfilesBeforeADamagedOneAreReturnedFirst()
    {
        var good = new SyntheticRawProfile().ToArray();
        var source = new MemoryByteSource("two.profraw", (byte[])[.. good, .. good[..100]]);
        using var profiles = RawProfileReader.Read(source).GetEnumerator();

        profiles.MoveNext().ShouldBeTrue();

        Should.Throw<MalformedDataException>(() => profiles.MoveNext()).File.ShouldBe("two.profraw");
    }

    [Theory]
    [InlineData("hello, this is text")]
    [InlineData("x")]
    public void OtherFilesAreRefused(string text) =>
        Should.Throw<MalformedDataException>(() => Read(Encoding.ASCII.GetBytes(text))).File.ShouldBe("test.profraw");

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(12)]
    [InlineData(0)]
    public void UnknownVersionsAreRefusedByNumber(byte version)
    {
        var bytes = new SyntheticRawProfile().ToArray();
        bytes[8] = version;

        Should.Throw<MalformedDataException>(() => Read(bytes)).Message.ShouldContain($"version {version}");
    }

    private static List<RawProfile> Read(byte[] bytes) => [.. RawProfileReader.Read(new MemoryByteSource("test.profraw", bytes))];

    private static void ShouldHoldFunctionsOf(RawProfile profile, SyntheticRawProfile synthetic)
    {
        var records = profile.Records().ToList();
        records.Select(record => record.NameText).ShouldBe(synthetic.Functions.Select(function => function.Name));
        for (var i = 0; i < records.Count; i++)
        {
            records[i].FunctionHash.ShouldBe(synthetic.Functions[i].Hash);
            records[i].Counters.ToArray().ShouldBe(synthetic.Functions[i].Counters);
            records[i].Bitmap.ToArray().ShouldBe(synthetic.Version >= 9 ? synthetic.Functions[i].Bitmap : []);
        }
    }
}
