using System.Text;
using CovTools.Mapping;
using CovTools.Objects;
using CovTools.Tests.Support;

namespace CovTools.Tests.Mapping;

public sealed class MappingStampTests : IDisposable
{
    private const int Release = 21;
    private static readonly DateTime s_long = new(2024, 5, 17, 1, 2, 3, DateTimeKind.Utc);

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _program;

    public MappingStampTests()
    {
        var golden = GoldenSet.Of(Release);
        _program = golden.Read("mcdc", golden.CoverageObjects("mcdc")[^1]);
    }

    [Fact]
    public void AFileThatIsTheSameHasTheSameStamp()
    {
        var path = Write(_program, s_long);

        var stamp = Stamp(path);

        stamp.ShouldNotBeNull();
        Stamp(path).ShouldBe(stamp);
        File.SetLastAccessTimeUtc(path, s_long.AddYears(1));
        Stamp(path).ShouldBe(stamp);
    }

    [Fact]
    public void AFileThatWasWrittenAgainHasAnotherStampEvenWithTheSameBuildIdAndContents()
    {
        var path = Write(_program, s_long);
        var stamp = Stamp(path);

        File.SetLastWriteTimeUtc(path, s_long.AddTicks(10));
        Stamp(path).ShouldNotBe(stamp);
        File.SetLastWriteTimeUtc(path, s_long);
        Stamp(path).ShouldBe(stamp);
        File.WriteAllBytes(path, [.. _program, 0]);
        File.SetLastWriteTimeUtc(path, s_long);
        Stamp(path).ShouldNotBe(stamp);
    }

    [Theory]
    [InlineData(CoverageSection.CoverageMap)]
    [InlineData(CoverageSection.FunctionRecords)]
    [InlineData(CoverageSection.Names)]
    public void OtherBytesOfASectionAreSeenEvenWithTheSameTimes(CoverageSection kind)
    {
        var path = Write(_program, s_long);
        var stamp = Stamp(path);
        var section = ElfObject.Read(new MemoryByteSource("x", _program)).FindSections(kind).First(found => found.Size > 0);
        foreach (var position in (ulong[])[0, section.Size / 2, section.Size - 1])
        {
            var changed = _program.ToArray();
            changed[section.Offset + position] ^= 1;
            using (var file = File.OpenWrite(path))
            {
                file.Write(changed);
            }

            File.SetLastWriteTimeUtc(path, s_long);
            Stamp(path).ShouldNotBe(stamp, $"byte {position}");
        }
    }

    [Fact]
    public void AFileThatChangedJustNowHasNoStamp()
    {
        Stamp(Write(_program, DateTime.UtcNow)).ShouldBeNull();
        Stamp(Write(_program, DateTime.UtcNow.AddDays(1))).ShouldBeNull();
    }

    [Fact]
    public void AFileWithoutABuildIdHasNoStamp()
    {
        var without = _program.ToArray();
        var name = without.AsSpan().IndexOf(Encoding.ASCII.GetBytes(".note.gnu.build-id"));
        var id = Convert.FromHexString(ElfObject.Read(new MemoryByteSource("x", _program)).BuildId);
        var note = without.AsSpan().IndexOf(id);
        (name > 0 && note > 16).ShouldBeTrue();
        without[note - 8] ^= 0xff; // The type of the note: no build id any more.

        Stamp(Write(without, s_long)).ShouldBeNull();
        Stamp(Write(_program, s_long)).ShouldNotBeNull();
    }

    public void Dispose() => _folder.Dispose();

    private static string? Stamp(string path)
    {
        using var source = new FileByteSource(path);
        return MappingStamp.Of(ElfObject.Read(source), source);
    }

    private string Write(byte[] bytes, DateTime time)
    {
        var path = Path.Combine(_folder.Path, "program");
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, time);
        return path;
    }
}
