using System.Diagnostics;
using System.Text.RegularExpressions;

namespace CovTools.Cli.Tests;

/// <summary>What the README shows works: its commands are executed, in order, and its options and files exist.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private static readonly string s_readme = Path.Combine(Repository.Root, "README.md");

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task ItsCommandsSucceedInOrder()
    {
        Components.RequireProgram("clang++-19");
        await LlvmTools.CaptureAsync("sh", "-c", $"cp -r '{Repository.Root}/samples' '{_workspace.Root}/' && rm -rf '{_workspace.Root}'/samples/*/build");
        var commands = Commands();
        commands.Count.ShouldBeGreaterThan(3);

        foreach (var command in commands)
        {
            await RunAsync(command);
        }

        foreach (var path in ResultFile().Matches(await File.ReadAllTextAsync(s_readme, TestContext.Current.CancellationToken)).Select(match => match.Groups["path"].Value))
        {
            Path.Exists(Path.Combine(_workspace.Root, path)).ShouldBeTrue(path);
        }
    }

    [Fact]
    public async Task TheOptionsThatTheDocumentationNamesExist()
    {
        var help = new List<string>();
        foreach (var verb in new[] { "run", "bucket", "merge", "profile show", "report", "show", "export", "exec", "live", "doctor" })
        {
            help.Add((await Tool.RunAsync(_workspace.Root, [.. verb.Split(' '), "--help"])).Output);
        }

        // Named by the documentation as what is not there.
        string[] refused = ["--hot-func-list"];
        var known = Option().Matches(string.Join('\n', help)).Select(match => match.Value).Concat(refused).Append("--target").ToHashSet();

        foreach (var file in new[] { "README.md", "docs/run.md", "docs/corpus.md", "docs/merge.md", "docs/report.md" })
        {
            var text = ToolOnly(await File.ReadAllTextAsync(Path.Combine(Repository.Root, file), TestContext.Current.CancellationToken));
            var named = Option().Matches(text).Select(match => match.Value).Distinct().ToList();

            named.Count.ShouldBeGreaterThan(2, file);
            named.ShouldBeSubsetOf(known, file);
        }
    }

    [Fact]
    public async Task TheToolsPageMergesReportsAndGates()
    {
        var program = Coverage.MeasuredProgram.Require(19, "decisions.c");
        File.Copy(program.Binary, Path.Combine(_workspace.Root, "libfoo.so"));
        File.Copy(program.Raw, Path.Combine(Directory.CreateDirectory(Path.Combine(_workspace.Root, "profiles")).FullName, "run.profraw"));
        var page = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "src/CovTools.Cli/PACKAGE.md"), TestContext.Current.CancellationToken);
        var commands = page.Where(line => line.StartsWith("dotnet cov-collect merge ", StringComparison.Ordinal) || line.StartsWith("dotnet cov-collect report ", StringComparison.Ordinal)).ToList();

        commands.Count.ShouldBe(2);
        foreach (var command in commands)
        {
            await RunAsync(command.Replace("line=80", "line=10", StringComparison.Ordinal)); // That much of this program is executed.
        }
    }

    [Fact]
    public void ItsLinksLeadToFiles()
    {
        var links = Link().Matches(File.ReadAllText(s_readme)).Select(match => match.Groups["path"].Value).ToList();

        links.Count.ShouldBeGreaterThan(5);
        links.Where(path => !Path.Exists(Path.Combine(Repository.Root, path))).ShouldBeEmpty();
    }

    private static List<string> Commands() =>
        [.. CodeBlock().Matches(File.ReadAllText(s_readme)).SelectMany(match => match.Groups["code"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>Options of other programs stand in code of their own.</summary>
    private static string ToolOnly(string text) => CodeSpan().Replace(text, match => match.Value.Contains("-fprofile", StringComparison.Ordinal) || match.Value.Contains("docker build", StringComparison.Ordinal) ? "" : match.Value);

    private async Task RunAsync(string command)
    {
        // The command that a user has installed.
        var script = $"dotnet() {{ test \"$1\" = cov-collect || return 99; shift; command dotnet exec '{Tool.Path}' \"$@\"; }}\n{command}";
        var start = new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = _workspace.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("COVTOOLS_SAMPLES");
        using var process = Process.Start(start)!;
        (await Tool.FinishAsync(process)).WithExitCode(0);
    }

    [GeneratedRegex("^```bash\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z_-]+[a-z]")]
    private static partial Regex Option();

    [GeneratedRegex(@"^\| `(?<path>_result/[^`]+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ResultFile();

    [GeneratedRegex(@"\]\((?<path>[^):#]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}
