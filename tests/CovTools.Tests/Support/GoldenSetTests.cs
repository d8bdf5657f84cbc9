using System.Buffers.Binary;
using System.Text.Json;

namespace CovTools.Tests.Support;

public sealed class GoldenSetTests
{
    // Versions that each release writes: raw, indexed.
    private static readonly Dictionary<int, (int Raw, int Indexed)> s_versions = new() { [13] = (7, 7), [17] = (8, 10), [18] = (9, 11), [21] = (10, 12), [23] = (11, 14) };

    [Theory]
    [MemberData(nameof(GoldenSet.Releases), MemberType = typeof(GoldenSet))]
    public void RawAndIndexedProfilesHaveTheVersionsOfTheRelease(int release)
    {
        var golden = GoldenSet.Of(release);
        var (raw, indexed) = s_versions[release];

        VersionOf(golden.ReadInput("arithmetic", "run-1.profraw")).ShouldBe(raw);
        VersionOf(golden.Read("arithmetic", "default.profdata")).ShouldBe(indexed);
        VersionOf(golden.Read("arithmetic", "sparse.profdata")).ShouldBe(indexed);
    }

    [Theory]
    [MemberData(nameof(GoldenSet.Releases), MemberType = typeof(GoldenSet))]
    public void EveryProgramHasItsInputsAndResultsOrARefusal(int release)
    {
        var golden = GoldenSet.Of(release);
        var withProfiles = golden.Programs.Where(program => golden.Inputs(program).Count > 0).ToList();

        withProfiles.Count.ShouldBeGreaterThanOrEqualTo(19);
        foreach (var program in withProfiles)
        {
            golden.Inputs(program).ShouldContain(name => golden.ReadInput(program, name).Length > 0, program);
            (golden.Has(program, "refused.txt") ^ (golden.Has(program, "default.profdata") && golden.Has(program, "merged.proftext"))).ShouldBeTrue(program);
        }
    }

    [Theory]
    [MemberData(nameof(GoldenSet.Releases), MemberType = typeof(GoldenSet))]
    public void CoverageOfTheReleaseIsThereWithItsObjects(int release)
    {
        var golden = GoldenSet.Of(release);
        var covered = golden.Programs.Where(program => golden.Has(program, "coverage/export.json")).ToList();

        covered.Count.ShouldBeGreaterThanOrEqualTo(10);
        foreach (var program in covered)
        {
            golden.CoverageObjects(program).ShouldNotBeEmpty(program);
            golden.CoverageObjects(program)[^1].ShouldBe("coverage/program");
            using var export = JsonDocument.Parse(golden.Read(program, "coverage/export.json"));
            export.RootElement.GetProperty("data")[0].GetProperty("totals").GetProperty("functions").GetProperty("covered").GetInt32().ShouldBeGreaterThan(0, program);
        }
    }

    [Fact]
    public void TheArchivesStaySmall() =>
        new DirectoryInfo(Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "golden")).GetFiles("*.tar.gz").Sum(file => file.Length).ShouldBeLessThan(400 * 1024);

    private static int VersionOf(byte[] profile) => (int)BinaryPrimitives.ReadUInt32LittleEndian(profile.AsSpan(8));
}
