using System.Buffers.Binary;
using System.Diagnostics;

namespace CovTools.Tests.Runtime;

/// <summary>A script can write anything into its counters file: the reader answers with records, or with an error, and soon.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private const int Modules = 0x10000;
    private const int Regions = Modules + (4096 * 1152);
    private const int Data = Regions + (65536 * 64);
    private readonly int _descriptor = CovrtApi.Create();
    private readonly FileStream _file;

    public DamagedFileTests()
    {
        _descriptor.ShouldBeGreaterThan(0);
        var path = $"/proc/{Environment.ProcessId}/fd/{_descriptor}";
        var environment = new Dictionary<string, string> { ["LD_PRELOAD"] = Libcovrt.Native, ["COVRT_FILE"] = path };
        var program = InstrumentedProgram.Build(InstrumentedProgram.NewestClang, "-fcoverage-mcdc");
        NativeTools.Succeed(program.Program, ["fork", program.Plugin], environment: environment);
        _file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
    }

    public void Dispose()
    {
        _file.Dispose();
        using var owned = new Microsoft.Win32.SafeHandles.SafeFileHandle(_descriptor, ownsHandle: true);
    }

    [Fact]
    public void AWholeFileHasSixRecords()
    {
        CountRecords(Read(out _)).ShouldBe(6);
        CovrtApi.Flags(_descriptor).ShouldBe(0u);
    }

    [Fact]
    public void ASmallBufferIsNotWrittenBeyondItsEnd()
    {
        var whole = Read(out _);

        for (var capacity = 0; capacity < whole.Length; capacity += 7)
        {
            var output = new byte[whole.Length + 16];
            Array.Fill(output, (byte)0x5a);
            CovrtApi.Read(_descriptor, output, capacity).ShouldBe(whole.Length);
            output.AsSpan(capacity).ContainsAnyExcept((byte)0x5a).ShouldBeFalse($"capacity {capacity}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RandomBytesInHeaderAndTablesGiveRecordsOrAnError(int seed)
    {
        var random = new Random(seed);
        (long Offset, byte[] Bytes)[] parts = [(0, Take(0, 40)), (Modules, Take(Modules, 4 * 1152)), (Regions, Take(Regions, 8 * 64))];
        ulong[] special = [0, 1, 7, 8, 0xff, 0xffff, Data - 8, Data, 1UL << 30, (1UL << 30) + 8, 1UL << 36, long.MaxValue, ulong.MaxValue, ulong.MaxValue - 7];
        for (var round = 0; round < 1000; round++)
        {
            foreach (var (offset, bytes) in parts)
            {
                Put(offset, bytes);
            }

            for (var change = random.Next(1, 6); change > 0; change--)
            {
                var (offset, bytes) = parts[random.Next(parts.Length)];
                var value = new byte[random.Next(2) == 0 ? 8 : 1];
                if (value.Length == 8)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(value, special[random.Next(special.Length)]);
                    Put(offset + (8 * random.Next(bytes.Length / 8)), value);
                }
                else
                {
                    random.NextBytes(value);
                    Put(offset + random.Next(bytes.Length), value);
                }
            }

            var watch = Stopwatch.StartNew();
            var records = Read(out var size);
            if (size >= 0)
            {
                CountRecords(records).ShouldBeLessThanOrEqualTo(65536);
            }

            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        }
    }

    [Fact]
    public void DamageIsFlagged()
    {
        Put(Regions + 16, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]); // where the first region is

        CountRecords(Read(out _)).ShouldBe(5);

        CovrtApi.Flags(_descriptor).ShouldBe(2u);
    }

    [Fact]
    public void RegionsThatOverlapCannotMakeTheAnswerHuge()
    {
        // Every entry of the table points to the same two megabytes of counters that are all set.
        var module = Take(Modules, 1152);
        BinaryPrimitives.WriteUInt64LittleEndian(module.AsSpan(8), 2 << 20);
        Put(Modules, module);
        var region = Take(Regions, 64);
        var at = BinaryPrimitives.ReadUInt64LittleEndian(region.AsSpan(16));
        var ones = new byte[2 << 20];
        Array.Fill(ones, (byte)1);
        Put((long)at, ones);
        Put(Regions, [.. Enumerable.Repeat(region, 65536).SelectMany(bytes => bytes)]);
        Put(24 - 4, [0, 0, 1, 0]); // 65,536 entries

        var watch = Stopwatch.StartNew();
        var size = CovrtApi.Read(_descriptor, null);

        size.ShouldBeLessThan(256L << 20);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        CovrtApi.Flags(_descriptor).ShouldBe(2u);
    }

    [Fact]
    public void ATruncatedCopyIsAnError()
    {
        var name = Path.Combine(TestFolders.Create("cut"), "copy");
        using var copy = new FileStream(name, FileMode.CreateNew, FileAccess.ReadWrite);
        copy.Write(Take(0, Data + (1 << 20)));
        copy.Flush();
        var descriptor = (int)copy.SafeFileHandle.DangerousGetHandle();
        CovrtApi.Read(descriptor, null).ShouldBeGreaterThan(0);

        foreach (var length in new[] { Data - 1, Regions + 1, Modules, 4096, 39, 1, 0 })
        {
            copy.SetLength(length);
            CovrtApi.Read(descriptor, null).ShouldBeLessThan(0, $"{length} bytes");
        }
    }

    [Fact]
    public void ADamagedFileCanBeClearedAndUsedAgain()
    {
        Put(0, [.. Enumerable.Repeat((byte)0xee, 4096)]);
        Read(out var size);
        size.ShouldBe(-74); // EBADMSG

        CovrtApi.Clear(_descriptor).ShouldBe(0);

        Read(out size);
        size.ShouldBe(0);
        CovrtApi.Flags(_descriptor).ShouldBe(0u);
    }

    [Fact]
    public void AScriptCannotShrinkTheFile()
    {
        Should.Throw<UnauthorizedAccessException>(() => _file.SetLength(0)).InnerException!.Message.ShouldContain("not permitted"); // EPERM of the seal
    }

    private static int CountRecords(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        for (; !bytes.IsEmpty; count++)
        {
            bytes[0].ShouldBe((byte)'H');
            int names = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]) + BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]);
            bytes = bytes[(34 + names + checked((int)BinaryPrimitives.ReadUInt32LittleEndian(bytes[30..])))..];
        }

        return count;
    }

    private byte[] Read(out long size)
    {
        size = CovrtApi.Read(_descriptor, null);
        var output = new byte[Math.Max(size, 0)];
        if (size > 0)
        {
            CovrtApi.Read(_descriptor, output).ShouldBe(size);
        }

        return output;
    }

    private byte[] Take(long offset, int count)
    {
        var bytes = new byte[count];
        RandomAccess.Read(_file.SafeFileHandle, bytes, offset).ShouldBe(count);
        return bytes;
    }

    private void Put(long offset, byte[] bytes) => RandomAccess.Write(_file.SafeFileHandle, bytes, offset);
}
