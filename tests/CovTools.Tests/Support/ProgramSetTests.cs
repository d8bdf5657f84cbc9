namespace CovTools.Tests.Support;

public sealed class ProgramSetTests
{
    private static ReadOnlySpan<byte> IndexedMagic => [0xff, 0x6c, 0x70, 0x72, 0x6f, 0x66, 0x69, 0x81];

    [Theory]
    [MemberData(nameof(ProgramSet.EachRelease), MemberType = typeof(ProgramSet))]
    public void EveryProgramIsBuiltAndItsProfilesAreReadByTheRelease(int release)
    {
        foreach (var name in ProgramSet.NamesOf(release))
        {
            var program = ProgramSet.Require(release, name);

            program.Binaries.Concat(program.Profiles).ShouldAllBe(file => File.Exists(file), program.ToString());
            program.Profiles.ShouldNotBeEmpty(program.ToString());
            program.Profiles.ShouldContain(file => new FileInfo(file).Length > 0, program.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(ProgramSet.EachRelease), MemberType = typeof(ProgramSet))]
    public void TheReleaseMergesWhatItsProgramsLeft(int release)
    {
        foreach (var name in (string[])["arithmetic", "crash", "shared-objects", "versions", "values", "text-values"])
        {
            var program = ProgramSet.Require(release, name);

            var merged = program.Merge([]);

            merged.AsSpan(0, 8).SequenceEqual(IndexedMagic).ShouldBeTrue(program.ToString());
        }
    }

    [Fact]
    public void MoreThanThirtySixProgramsAreForEveryRelease() =>
        ProgramSet.Releases.ShouldAllBe(release => ProgramSet.NamesOf(release).Count() >= 36);
}
