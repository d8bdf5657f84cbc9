using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Tests.Modules;
using CovTools.Tests.Support;

namespace CovTools.Tests.Profiles.Merging;

/// <summary>Every program of the test set: merging its profiles gives llvm-profdata's bytes.</summary>
public sealed class MergeIdentityTests
{
    /// <summary>Its profiles do not go together: <see cref="ProfilesThatDoNotGoTogetherAreRefusedAsByLlvmProfdata"/>.</summary>
    private const string Refused = "text-kinds";

    public static TheoryData<int, string> EachProgram =>
        new(ProgramSet.Releases.SelectMany(release => ProgramSet.NamesOf(release).Where(name => name != Refused).Select(name => (release, name))));

    [Theory]
    [MemberData(nameof(EachProgram))]
    public void MergingEqualsLlvmProfdataByteForByte(int release, string name)
    {
        var program = ProgramSet.Require(release, name);
        var inputs = program.Profiles.Select(path => new MergeInput(path)).ToArray();
        var heavy = inputs.Select((input, index) => index == 0 ? input with { Weight = 3 } : input).ToArray();
        string[] weighted = [$"-weighted-input=3,{program.Profiles[0]}", .. program.Profiles.Skip(1).Select(path => $"-weighted-input=1,{path}")];

        Ours(program, inputs, new ProfileWriteOptions()).ShouldBe(program.Merge([]), $"{program}");
        Ours(program, inputs, new ProfileWriteOptions { Sparse = true }).ShouldBe(program.Merge(["-sparse"]), $"{program} -sparse");
        Ours(program, heavy, new ProfileWriteOptions()).ShouldBe(LlvmWeighted(program, weighted), $"{program} -weighted-input");
        OursAsText(program, inputs).ShouldBe(System.Text.Encoding.UTF8.GetString(program.Merge(["-text"])), $"{program} -text");
    }

    [Theory]
    [MemberData(nameof(EachProgram))]
    public void MergingIndexedAndTextProfilesEqualsLlvmProfdata(int release, string name)
    {
        var program = ProgramSet.Require(release, name);
        var folder = Toolchain.Scratch();
        var indexed = Path.Combine(folder, "first.profdata");
        var text = Path.Combine(folder, "all.proftext");
        File.WriteAllBytes(indexed, program.Merge([], program.Profiles[0]));
        File.WriteAllBytes(text, program.Merge(["-text"]));
        string[] both = [indexed, text, indexed];

        Ours(program, [.. both.Select(path => new MergeInput(path))], new ProfileWriteOptions()).ShouldBe(program.Merge([], both), $"{program}");
    }

    [Theory]
    [MemberData(nameof(ProgramSet.EachRelease), MemberType = typeof(ProgramSet))]
    public void ProfilesThatDoNotGoTogetherAreRefusedAsByLlvmProfdata(int release)
    {
        var program = ProgramSet.Require(release, Refused);

        foreach (var order in (string[][])[[.. program.Profiles], [.. program.Profiles.Reverse()], [.. program.Profiles, .. program.Profiles]])
        {
            var merged = Merge(program, [.. order.Select(path => new MergeInput(path))]);

            merged.Inputs.Count(report => report.Status == InputStatus.Incompatible).ShouldBe(order.Length / 2);
            Written(merged, new ProfileWriteOptions()).ShouldBe(program.Merge(["-failure-mode=all"], order));
        }
    }

    private static MergeOutcome Merge(BuiltProgram program, IReadOnlyList<MergeInput> inputs)
    {
        var binary = program.MergeOptions.FirstOrDefault(option => option.StartsWith("--binary-file=", StringComparison.Ordinal) || option.StartsWith("-binary-file=", StringComparison.Ordinal));
        var options = new MergeOptions { Release = new LlvmRelease(program.Release) };
        if (binary is null)
        {
            return ProfileMerge.Run(inputs, options, TestContext.Current.CancellationToken);
        }

        using var file = new FileByteSource(binary[(binary.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        var reading = new ProfileReadOptions { Correlation = BinaryCorrelation.Read(ElfObject.Read(file)) };
        return ProfileMerge.Run(inputs, options with { Reading = reading }, TestContext.Current.CancellationToken);
    }

    private static byte[] Ours(BuiltProgram program, IReadOnlyList<MergeInput> inputs, ProfileWriteOptions options) => Written(Merge(program, inputs), options);

    private static byte[] Written(MergeOutcome merged, ProfileWriteOptions options)
    {
        using var stream = new MemoryStream();
        IndexedProfileWriter.Write(merged.Profile, stream, options);
        return stream.ToArray();
    }

    private static string OursAsText(BuiltProgram program, IReadOnlyList<MergeInput> inputs)
    {
        using var stream = new MemoryStream();
        TextProfileWriter.Write(Merge(program, inputs).Profile, stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static byte[] LlvmWeighted(BuiltProgram program, string[] inputs)
    {
        var output = Path.Combine(Toolchain.Scratch(), "weighted.profdata");
        ToolRunner.Run(program.Profdata, ["merge", "-j", "1", "-o", output, .. program.MergeOptions, .. inputs]);
        return File.ReadAllBytes(output);
    }
}
