using System.Text.Json;

namespace CovTools.Cli.Tests.Merge;

/// <summary>Records that do not fit each other are named; the merge goes on, as in llvm-profdata.</summary>
public sealed class MergeProblemTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public MergeProblemTests()
    {
        Write("first", "same\n1\n2\n1\n2\n\nother\n7\n2\n1\n2\n\n");
        Write("second", "same\n1\n2\n10\n20\n\nother\n7\n3\n1\n2\n3\n\n");
        Write("large", "same\n1\n2\n18446744073709551000\n1\n\n");
        Write("larger", "same\n1\n2\n18446744073709551000\n1\n\n");
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task AMismatchIsToldWithFunctionHashAndBothCounts()
    {
        LlvmTools.Require();
        var result = await MergeAsync("first", "second");

        result.WithExitCode(0).Error.ShouldContain("warning: second: other: number of counters differs, this record was dropped: 3 here, 2 in the profile (hash 0x7)");
        (await OracleAsync("first", "second")).ShouldBe(await File.ReadAllTextAsync(Path.Combine(_workspace.Root, "out"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AnOverflowIsTold()
    {
        LlvmTools.Require();
        var result = await MergeAsync("large", "larger");

        result.WithExitCode(0).Error.ShouldContain("warning: larger: same: counter overflow (hash 0x1)");
        (await OracleAsync("large", "larger")).ShouldBe(await File.ReadAllTextAsync(Path.Combine(_workspace.Root, "out"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task JsonListsThem()
    {
        var result = await Tool.RunAsync(_workspace.Root, "merge", "--llvm", "19", "--json", "-o", "out", "first", "second");

        var problem = result.WithExitCode(0).Json.GetProperty("problems").EnumerateArray().ShouldHaveSingleItem();
        JsonSerializer.Serialize(problem).ShouldBe(
            """{"kinds":["counterMismatch"],"file":"second","modules":[],"function":"other","hash":"0x0000000000000007","existingCount":2,"incomingCount":3}""");
        result.Json.GetProperty("totals").GetProperty("counterMismatches").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task FunctionsAreChosenByName()
    {
        var result = await Tool.RunAsync(_workspace.Root, "merge", "-text", "--llvm", "19", "-o", "out", "-function=^(same|oth)", "-no-function=er$", "first");

        result.WithExitCode(0).Error.ShouldContain("1 of 2 functions were left out");
        (await File.ReadAllTextAsync(Path.Combine(_workspace.Root, "out"), TestContext.Current.CancellationToken)).ShouldStartWith("same\n");
        result.Error.ShouldContain("1 inputs merged, 0 empty, 0 bad: 1 records");
    }

    [Fact]
    public async Task ModulesAreKeptApartOnRequest()
    {
        var one = ProfileSamples.Run(ProfileSamples.Compile(19), Path.Combine(_workspace.Root, "one.profraw"), 3);
        var two = ProfileSamples.Run(ProfileSamples.Compile(19, "-O1"), Path.Combine(_workspace.Root, "two.profraw"), 3);

        var apart = await Tool.RunAsync(_workspace.Root, "merge", "--by-module", "-text", "--llvm", "19", one, two);
        var together = await Tool.RunAsync(_workspace.Root, "merge", "-text", "--llvm", "19", one, two);

        Mains(together.WithExitCode(0).Output).ShouldBe(["main"]);
        Mains(apart.WithExitCode(0).Output).Count.ShouldBe(2);
        Mains(apart.Output).ShouldAllBe(name => name.Length == 45 && name.EndsWith(":main", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WithoutAReleaseTheOldestProducerReadsTheResult()
    {
        var old = ProfileSamples.Make(14, Path.Combine(_workspace.Root, "old"), 1);
        var recent = ProfileSamples.Make(19, Path.Combine(_workspace.Root, "new"), 1);

        (await Tool.RunAsync(_workspace.Root, "merge", "-o", "out", old[0], recent[0])).WithExitCode(0).Error.ShouldMatch("for LLVM 1[4-7]");

        await LlvmTools.CaptureAsync(ProfileSamples.Profdata(14), "show", Path.Combine(_workspace.Root, "out"));
    }

    private static List<string> Mains(string text) => [.. text.Split('\n').Where(line => line == "main" || line.EndsWith(":main", StringComparison.Ordinal))];

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_workspace.Root, name), text);

    private Task<ToolResult> MergeAsync(params string[] inputs) => Tool.RunAsync(_workspace.Root, ["merge", "-text", "--llvm", "19", "-o", "out", .. inputs]);

    private Task<string> OracleAsync(params string[] inputs) =>
        LlvmTools.CaptureAsync(LlvmTools.Profdata, ["merge", "-j", "1", "-text", .. inputs.Select(name => Path.Combine(_workspace.Root, name))]);
}
