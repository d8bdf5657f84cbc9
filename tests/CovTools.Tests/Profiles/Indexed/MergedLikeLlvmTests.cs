using CovTools.Profiles;
using CovTools.Tests.Modules;

namespace CovTools.Tests.Profiles.Indexed;

/// <summary>Reading text and indexed profiles, adding, and writing both: the bytes must be those of llvm-profdata.</summary>
[Collection("LLVM tools")]
public sealed class MergedLikeLlvmTests
{
    public static TheoryData<int> Releases => Toolchain.Releases;

    [Theory]
    [MemberData(nameof(Releases))]
    public void ValuesAreMergedLikeTheReleaseDoes(int major)
    {
        var kinds = major >= 19 ? 3 : 2;
        var first = new SampleText(1) { Header = ":ir\n", ValueKinds = kinds }.Save("first");

        // LLVM 13 takes the flag of the last input; we, as the later ones, that of any.
        var second = new SampleText(2) { Header = major == 13 ? ":ir\n" : ":ir\n:entry_first\n", ValueKinds = kinds }.Save("second");

        ShouldBeEqual(major, (first, 1));
        ShouldBeEqual(major, (first, 1), (second, 1), (first, 1));
        ShouldBeEqual(major, (first, 3), (second, 7), (first, 2));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void ContextSensitiveProfilesAreMergedLikeTheReleaseDoes(int major)
        => ShouldBeEqual(major, (new SampleText(3) { Header = ":csir\n", ValueKinds = 2 }.Save("cs"), 1), (new SampleText(4) { Header = ":ir\n", ValueKinds = 2 }.Save("ir"), 2));

    [Theory]
    [MemberData(nameof(Releases))]
    public void BitmapsAreMergedLikeTheReleaseDoes(int major)
    {
        Assert.SkipWhen(major < 18, "LLVM knows bitmaps since 18");
        ShouldBeEqual(major, (new SampleText(5) { Bitmaps = true }.Save("first"), 1), (new SampleText(6) { Bitmaps = true }.Save("second"), 4));
        ShouldBeEqual(major, (new SampleText(7) { Header = ":single_byte_coverage\n" }.Save("bytes"), 1));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void TracesAreKeptLikeTheReleaseDoes(int major)
    {
        Assert.SkipWhen(major < 17, "LLVM knows temporal traces since 17");
        var few = new SampleText(8) { Header = ":ir\n", Traces = 3 }.Save("few");
        var many = new SampleText(9) { Header = ":ir\n", Traces = 90 }.Save("many");

        ShouldBeEqual(major, (few, 1), (few, 5));
        ShouldBeEqual(major, (many, 1));
        ShouldBeEqual(major, (few, 1), (many, 1), (many, 1));
        ShouldBeEqual(major, (few, 1), (new SampleText(10) { Header = ":ir\n", Traces = 150 }.Save("more"), 1), (many, 1));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void OverflowsAndPseudoCountsGiveTheBytesOfTheRelease(int major)
    {
        const string Text = ":ir\nf\n1\n2\n18446744073709551610\n3\n1\n0\n1\n2\na:18446744073709551600\nb:3\n\nhot\n2\n2\n18446744073709551615\n0\n\nwarm\n2\n2\n18446744073709551614\n9\n\nmid\n3\n2\n4\n18446744073709551615\n\n";
        var file = Path.Combine(Toolchain.Scratch(), "overflow.proftext");
        File.WriteAllText(file, Text);

        ShouldBeEqual(major, (file, 1));
        ShouldBeEqual(major, (file, 1), (file, 3));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void IndexedProfilesOfEveryOlderReleaseAreMergedLikeTheReleaseDoes(int major)
    {
        foreach (var older in Releases.Select(row => row.Data).Where(older => older <= major))
        {
            var tool = ProfdataTool.Require(older);
            var kinds = older >= 19 ? 3 : 2;
            var first = Indexed(tool, new SampleText(11) { Header = ":ir\n", ValueKinds = kinds, Bitmaps = older >= 18, Traces = older >= 17 ? 5 : 0 });
            var second = Indexed(tool, new SampleText(12) { Header = ":ir\n", ValueKinds = kinds, Bitmaps = older >= 18 });

            ShouldBeEqual(major, (first, 1), (second, 2), (first, 1));
        }
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(21)]
    [InlineData(23)]
    public void TheGoldenProfilesOfFurtherReleasesAreWrittenBackAsTheyWere(int major)
    {
        var golden = Path.Combine(RepositoryPaths.Formats, $"program-{major}.indexed");

        ProfdataOf(major, golden).ShouldBe(File.ReadAllBytes(golden));
    }

    /// <summary>
    /// Releases that are not installed where the tests run: what llvm-profdata merge -j 1 [-text | -sparse] -weighted-input=1,A -weighted-input=3,B -weighted-input=1,A
    /// of 17.0.6, 18.1.8, 21.1.8 and 23.1.4 wrote for these two samples, by the start of its SHA-256.
    /// </summary>
    [Theory]
    [InlineData(17, "efc56525aa654fee", "778e126d35405046", "89c86a802e752da7")]
    [InlineData(18, "90e8d5562d3bd497", "95b9de9d16100d36", "aa82ba58c5a9cc17")]
    [InlineData(21, "b11fbc08e901ccac", "6b5efdde05405007", "1301e83b15f05477")]
    [InlineData(23, "01bf3ea0684944ab", "5d57f3b05f7ece2a", "8d0a68f37524a24a")]
    public void FurtherReleasesWroteTheSameBytes(int major, string indexed, string text, string sparse)
    {
        var sample = new SampleText(31) { Header = ":ir\n", ValueKinds = major >= 19 ? 3 : 2, Bitmaps = major >= 18, Traces = 90 };
        var first = sample.Save("first");
        var second = (sample with { Seed = 32 }).Save("second");
        (string, int)[] inputs = [(first, 1), (second, 3), (first, 1)];

        Digest(ProfdataTool.MergeOurs(new LlvmRelease(major), inputs)).ShouldBe(indexed);
        Digest(ProfdataTool.MergeOurs(new LlvmRelease(major), inputs, text: true)).ShouldBe(text);
        Digest(ProfdataTool.MergeOurs(new LlvmRelease(major), inputs, sparse: true)).ShouldBe(sparse);
    }

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))[..16];

    private static byte[] ProfdataOf(int major, string file)
    {
        var builder = new ProfileBuilder(new LlvmRelease(major));
        builder.Add(new IndexedProfileReader(new CovTools.Objects.MemoryByteSource(file, File.ReadAllBytes(file))));
        using var stream = new MemoryStream();
        IndexedProfileWriter.Write(builder, stream);
        return stream.ToArray();
    }

    private static string Indexed(ProfdataTool tool, SampleText sample)
    {
        var file = Path.Combine(Toolchain.Scratch(), $"{sample.Seed}.profdata");
        File.WriteAllBytes(file, tool.Merge([(sample.Save("input"), 1)]));
        return file;
    }

    private static void ShouldBeEqual(int major, params (string File, int Weight)[] inputs)
    {
        var tool = ProfdataTool.Require(major);
        foreach (var (text, sparse, previous) in (ReadOnlySpan<(bool, bool, bool)>)[(false, false, false), (true, false, false), (false, true, false), (true, true, false), (false, false, true)])
        {
            if (previous && major < 19)
            {
                continue; // the tools do not have the option yet
            }

            string[] options = [.. text ? ["-text"] : Array.Empty<string>(), .. sparse ? ["-sparse"] : Array.Empty<string>(), .. previous ? ["--write-prev-version"] : Array.Empty<string>()];
            var theirs = tool.Merge(inputs, options);
            var ours = ProfdataTool.MergeOurs(tool.Release, inputs, text, sparse, previous);
            ours.AsSpan().SequenceEqual(theirs).ShouldBeTrue($"LLVM {major} {string.Join(' ', options)} {string.Join(' ', inputs)}: {ours.Length} and {theirs.Length} bytes");
        }
    }
}
