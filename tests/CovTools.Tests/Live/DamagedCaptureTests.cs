using System.Buffers.Binary;
using System.Diagnostics;
using CovTools.Live;
using CovTools.Tests.Runtime;

namespace CovTools.Tests.Live;

/// <summary>A program can write anything into the file that it counts into: reading answers with a result or a <see cref="MalformedDataException"/>, and soon.</summary>
public sealed class DamagedCaptureTests : IDisposable
{
    private const int Modules = 0x10000;
    private const int Regions = Modules + (4096 * 1152);
    private const int Data = Regions + (65536 * 64);
    private readonly CaptureSession _session = CaptureSession.Create();
    private readonly FileStream _file;

    public DamagedCaptureTests()
    {
        var program = InstrumentedProgram.Build("19", "-fcoverage-mcdc");
        CapturedRun.Succeed(_session, program.Program, "fork", program.Plugin);
        _file = new FileStream(_session.CountersFile, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
    }

    public void Dispose()
    {
        _file.Dispose();
        _session.Dispose();
    }

    [Fact]
    public void AWholeFileHasNoProblems() => _session.Read().Problems.ShouldBeEmpty();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void RandomBytesInHeaderAndTablesGiveAResultOrAnError(int seed)
    {
        var random = new Random(seed);
        (long Offset, byte[] Bytes)[] parts = [(0, Take(0, 40)), (Modules, Take(Modules, 4 * 1152)), (Regions, Take(Regions, 8 * 64))];
        ulong[] special = [0, 1, 7, 8, 0xff, 0xffff, Data - 8, Data, 1UL << 30, (1UL << 30) + 8, 1UL << 36, long.MaxValue, ulong.MaxValue, ulong.MaxValue - 7];
        var flagged = 0;
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
                random.NextBytes(value);
                if (value.Length == 8)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(value, special[random.Next(special.Length)]);
                }

                Put(offset + (value.Length * random.Next(bytes.Length / value.Length)), value);
            }

            flagged += ReadSoon($"seed {seed} round {round}") ? 0 : 1;
        }

        flagged.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void RegionsThatAllNameOnePlaceCannotMakeASmallFileSayVeryMuch()
    {
        var region = Take(Regions, 64);
        var all = new byte[65536 * 64];
        for (var i = 0; i < 65536; i++)
        {
            region.CopyTo(all, i * 64);
        }

        Put(Regions, all);
        Put(20, [0xff, 0xff, 0, 0]);

        ReadSoon("many regions").ShouldBeFalse();
        _session.Read().Problems.ShouldContain(problem => problem.Kind == CaptureProblemKind.Damaged);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(Modules)]
    [InlineData(Data - 1)]
    public void AFileThatWasCutIsRefused(long length)
    {
        _file.SetLength(length);

        Should.Throw<MalformedDataException>(_session.Read).Message.ShouldContain("counters file");
    }

    [Fact]
    public void AFileThatWasCutBehindItsTablesIsFlagged()
    {
        _file.SetLength(Data + 4096);

        _session.Read().Problems.ShouldContain(problem => problem.Kind == CaptureProblemKind.Damaged);
    }

    [Fact]
    public void ALostFlagIsTold()
    {
        Put(12, [1, 0, 0, 0]);

        _session.Read().Problems.ShouldHaveSingleItem().Kind.ShouldBe(CaptureProblemKind.Lost);
    }

    /// <summary>Whether it was read without any problem.</summary>
    private bool ReadSoon(string what)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            return _session.Read().Problems.Count == 0;
        }
        catch (MalformedDataException)
        {
            return false;
        }
        finally
        {
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5), what);
        }
    }

    private byte[] Take(long offset, int length)
    {
        var bytes = new byte[length];
        RandomAccess.Read(_file.SafeFileHandle, bytes, offset);
        return bytes;
    }

    private void Put(long offset, byte[] bytes) => RandomAccess.Write(_file.SafeFileHandle, bytes, offset);
}
