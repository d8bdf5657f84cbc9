using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Tests.Modules;

namespace CovTools.Tests.Profiles.Show;

[Collection("LLVM tools")]
public sealed class ProfileShowWriterTests
{
    public static TheoryData<int> Releases => Toolchain.Releases;

    [Theory]
    [MemberData(nameof(Releases))]
    public void EverythingIsShownLikeTheReleaseDoes(int major)
    {
        var newer = major >= 19;
        var text = new SampleText(21) { Header = ":ir\n", ValueKinds = newer ? 3 : 2, Bitmaps = newer, Traces = newer ? 4 : 0 }.Save("values");
        var frontEnd = new SampleText(22).Save("frontend");
        var tool = ProfdataTool.Require(major);
        foreach (var file in (string[])[text, Indexed(tool, text), frontEnd, Indexed(tool, frontEnd)])
        {
            foreach (var (arguments, options) in Cases(newer))
            {
                ShouldBeLike(tool, file, arguments, options with { Release = tool.Release });
            }
        }
    }

    [Fact]
    public void WhatIsBeforeTheDamageIsShown()
    {
        using var writer = new StringWriter();
        var source = new MemoryByteSource("cut.proftext", "good\n1\n1\n5\n\nbad\n1\n2\n5\n"u8.ToArray());

        var damage = Should.Throw<MalformedDataException>(() => ProfileShowWriter.Write(ProfileReader.Read(source), new ProfileShowOptions { Covered = true }, writer));

        writer.ToString().ShouldBe("good\n");
        damage.Reason.ShouldContain("truncated");
    }

    private static IEnumerable<(string[] Arguments, ProfileShowOptions Options)> Cases(bool newer)
    {
        yield return ([], new ProfileShowOptions());
        yield return (["-all-functions", "-counts", "-ic-targets", "-memop-sizes", "-detailed-summary", "-binary-ids"], new ProfileShowOptions
        {
            AllFunctions = true,
            Counts = true,
            IndirectCallTargets = true,
            MemoryOperationSizes = true,
            DetailedSummary = true,
            BinaryIds = true,
        });
        yield return (["-text", "-all-functions"], new ProfileShowOptions { Text = true, AllFunctions = true });
        yield return (["-function=f1", "-topn=9"], new ProfileShowOptions { Function = "f1", Top = 9 });
        yield return (["-value-cutoff=100000", "-topn=20"], new ProfileShowOptions { ValueCutoff = 100000, Top = 20 });
        yield return (["-value-cutoff=100000", "-list-below-cutoff"], new ProfileShowOptions { ValueCutoff = 100000, ListBelowCutoff = true });
        yield return (["-showcs", "-all-functions"], new ProfileShowOptions { ContextSensitive = true, AllFunctions = true });
        yield return (["-detailed-summary", "-detailed-summary-cutoffs=1,123456,1000000"], new ProfileShowOptions { DetailedSummary = true, Cutoffs = [1, 123456, 1000000] });
        if (newer)
        {
            yield return (["-covered"], new ProfileShowOptions { Covered = true });
            yield return (["-profile-version", "-temporal-profile-traces", "-show-vtables", "-function=f"], new ProfileShowOptions
            {
                Version = true,
                TemporalTraces = true,
                VirtualTables = true,
                Function = "f",
            });
        }
    }

    private static void ShouldBeLike(ProfdataTool tool, string file, string[] arguments, ProfileShowOptions options)
    {
        using var writer = new StringWriter();
        ProfileShowWriter.Write(ProfileReader.Read(new MemoryByteSource(file, File.ReadAllBytes(file))), options, writer);

        writer.ToString().ShouldBe(tool.Show(file, arguments), $"{tool.Release} show {string.Join(' ', arguments)} {file}");
    }

    private static string Indexed(ProfdataTool tool, string text)
    {
        var file = Path.Combine(Toolchain.Scratch(), "shown.profdata");
        File.WriteAllBytes(file, tool.Merge([(text, 1)]));
        return file;
    }
}
