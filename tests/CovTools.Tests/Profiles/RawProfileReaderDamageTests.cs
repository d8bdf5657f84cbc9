using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Tests.Support;

namespace CovTools.Tests.Profiles;

public sealed class RawProfileReaderDamageTests
{
    private static readonly RawWriteOptions s_anyLoss = new() { DropUnsupported = true };

    public static TheoryData<int> Versions => [5, 7, 8, 9, 10, 11];

    [Theory]
    [MemberData(nameof(Versions))]
    public void TruncatedProfilesAreMalformed(int version)
    {
        foreach (var file in Samples(version))
        {
            for (var length = 1; length < file.Length; length++)
            {
                Should.Throw<MalformedDataException>(() => ReadEverything(file[..length]), $"{length} of {file.Length}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void DamagedProfilesAreMalformedOrReadable(int version)
    {
        IReadOnlyList<byte[]> samples = [.. Samples(version), .. Samples(10)];
        IReadOnlyList<byte[]> pairs = [.. samples.Select((sample, i) => (byte[])[.. sample, .. samples[(i + 4) % samples.Count]])];

        var readable = Mutations.Change([.. samples, .. pairs], Mutations.Count / Versions.Count(), ReadEverything);

        readable.ShouldBeInRange(Mutations.Count / Versions.Count() / 20, Mutations.Count / Versions.Count() * 19 / 20);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void RecordsBeforeADamagedOneAreRead(int version)
    {
        var synthetic = new SyntheticRawProfile { Version = version, BinaryId = [] };
        var bytes = synthetic.ToArray();
        var place = HeaderSize(version) + RawRecordLayout.For(version, true)!.Value.Stride;
        bytes[place + RawRecordLayout.CounterPointer + 2] = 0x77;
        var profile = Read(bytes).ShouldHaveSingleItem();
        var names = new List<string>();

        var exception = Should.Throw<MalformedDataException>(() => names.AddRange(profile.Records().Select(record => record.NameText)));

        names.ShouldBe(["main"]);
        exception.Offset.ShouldBe(place);
        exception.Reason.ShouldStartWith("function record 1: 4 counters at offset");
        Should.Throw<MalformedDataException>(() => profile.Functions).Offset.ShouldBe(place);
    }

    [Theory]
    [InlineData((16 << 20) - 4096, true)]
    [InlineData(16 << 20, false)]
    public void ALargeFileOfCountersThatGrowEightfoldInMemoryIsMalformed(int counters, bool isReadable)
    {
        var bytes = new SyntheticRawProfile { Version = 10, SingleByte = true, Functions = [("f", 1, new ulong[counters], [])] }.ToArray();

        if (isReadable)
        {
            Read(bytes).ShouldHaveSingleItem().Records().Single().Counters.Length.ShouldBe(counters);
        }
        else
        {
            Should.Throw<MalformedDataException>(() => Read(bytes)).Reason.ShouldStartWith($"{counters} counters of one byte take more than a third of the profile's ");
        }
    }

    [Fact]
    public void RecordsBeforeDamagedValueDataAreRead()
    {
        var synthetic = new SyntheticRawProfile { Version = 10, ValueData = true };
        var bytes = synthetic.ToArray();
        var place = bytes.Length - ((bytes.Length - new SyntheticRawProfile { Version = 10 }.ToArray().Length) / 3);
        bytes[place + 4] = 4;
        var profile = RawProfileReader.Read(new MemoryByteSource("damaged.profraw", bytes)).First();
        var names = new List<string>();

        var exception = Should.Throw<MalformedDataException>(() => names.AddRange(profile.Records().Select(record => record.NameText)));

        names.ShouldBe(["main", "ex.c:pick"]);
        exception.Offset.ShouldBe(place);
        exception.Reason.ShouldContain("function record 2");
    }

    [Fact]
    public void RecordsThatClaimTheCountersManyTimesAreDamage()
    {
        var counters = Enumerable.Repeat(1UL, 1000).ToArray();
        var synthetic = new SyntheticRawProfile { Version = 7, BinaryId = [], Functions = [.. Enumerable.Range(0, 10).Select(i => ($"f{i}", 1UL, i == 0 ? counters : [], Array.Empty<byte>()))] };
        var bytes = synthetic.ToArray();
        for (var i = 1; i < 10; i++)
        {
            bytes.AsSpan(88 + RawRecordLayout.CounterPointer, 32).CopyTo(bytes.AsSpan(88 + (i * 48) + RawRecordLayout.CounterPointer));
        }

        var profile = Read(bytes).ShouldHaveSingleItem();

        Should.Throw<MalformedDataException>(() => profile.Records().Count()).Reason.ShouldContain("claim 9000 counters of 1000");
    }

    [Theory]
    [InlineData(8, 12, "not a multiple of 8")]
    [InlineData(10, 0, "of 0 bytes")]
    [InlineData(10, 33, "of 33 bytes in 24 bytes")]
    [InlineData(10, ulong.MaxValue, "of 18446744073709551615 bytes")]
    public void DamagedBinaryIdsAreTold(int version, ulong value, string reason)
    {
        var bytes = new SyntheticRawProfile { Version = version }.ToArray();
        BitConverter.TryWriteBytes(bytes.AsSpan(value == 12 ? 16 : HeaderSize(version)), value).ShouldBeTrue();

        Should.Throw<MalformedDataException>(() => Read(bytes)).Reason.ShouldContain(reason);
    }

    [Fact]
    public void NamesThatInflateOutOfProportionAreRefused()
    {
        using var stream = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(stream, System.IO.Compression.CompressionLevel.Fastest))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 64; i++)
            {
                zlib.Write(zeros);
            }
        }

        var size = stream.ToArray().Length;
        byte[] section = [0x80, 0x80, 0x80, 0x20, (byte)(0x80 | (size & 0x7f)), (byte)(0x80 | ((size >> 7) & 0x7f)), (byte)(size >> 14), .. stream.ToArray()];
        var bytes = new SyntheticRawProfile { Version = 8, BinaryId = [], NamesSection = section }.ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();

        Should.Throw<MalformedDataException>(() => Read(bytes)).Reason.ShouldContain("out of proportion");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(32 << 20);
    }

    [Fact]
    public void NumbersInTheHeaderReserveNothing()
    {
        var bytes = new SyntheticRawProfile { Version = 11, VirtualTables = [("_ZTV1A", 0x8000)] }.ToArray();
        for (var word = 2; word < 19; word++)
        {
            foreach (var value in (ulong[])[1UL << 31, 1UL << 60, ulong.MaxValue, (1UL << 61) + 1])
            {
                var damaged = (byte[])bytes.Clone();
                BitConverter.TryWriteBytes(damaged.AsSpan(word * 8), value).ShouldBeTrue();
                var before = GC.GetAllocatedBytesForCurrentThread();

                if (Record.Exception(() => ReadEverything(damaged)) is { } exception)
                {
                    exception.ShouldBeOfType<MalformedDataException>();
                }

                (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
            }
        }
    }

    [Fact]
    public void NamesTooShortForTheirNumberAreRefused()
    {
        var text = new byte[6_000_000];
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = i % 3 == 2 ? (byte)1 : (byte)(65 + (i % 50));
        }

        text[^1] = 65;
        var bytes = new SyntheticRawProfile { Version = 8, BinaryId = [], NamesSection = [0x80, 0x9b, 0xee, 0x02, 0, .. text] }.ToArray();

        Should.Throw<MalformedDataException>(() => Read(bytes)).Reason.ShouldContain("not names of functions");
    }

    private static int HeaderSize(int version) => version switch
    {
        5 => 80,
        7 or 8 => 88,
        9 => 112,
        10 => 128,
        _ => 152,
    };

    private static IEnumerable<byte[]> Samples(int version)
    {
        foreach (var (is64Bit, bigEndian) in ((bool, bool)[])[(true, false), (false, true), (true, true), (false, false)])
        {
            yield return new SyntheticRawProfile
            {
                Version = version,
                Is64Bit = is64Bit,
                BigEndian = bigEndian,
                ValueData = true,
                CompressNames = is64Bit,
                SingleByte = version >= 8 && bigEndian,
                Stamps = version >= 8 && is64Bit ? [3, 0, 1] : null,
                VirtualTables = version >= 10 ? [("_ZTV1A", 0x8000)] : [],
            }.ToArray();
        }
    }

    private static List<RawProfile> Read(byte[] bytes) => [.. RawProfileReader.Read(new MemoryByteSource("damaged.profraw", bytes))];

    private static void ReadEverything(byte[] bytes)
    {
        foreach (var profile in RawProfileReader.Read(new MemoryByteSource("damaged.profraw", bytes)))
        {
            foreach (var record in profile.Records())
            {
                record.Counters.Length.ShouldBeGreaterThan(0);
                record.NameText.ShouldNotBeNull();
            }

            profile.Functions.Count.ShouldBeGreaterThanOrEqualTo(0);
            profile.Names.Count.ShouldBeGreaterThanOrEqualTo(0);
            profile.Traces.Traces.Count.ShouldBeLessThan(2);
            profile.VirtualTableNames.ShouldAllBe(name => !name.IsEmpty);
            RawProfileWriter.Write(profile, 10, Stream.Null, s_anyLoss);
        }
    }
}
