using System.Diagnostics;
using System.Text;

namespace CovTools.Cli.Tests.Exec;

/// <summary>However a process ends, <c>exec</c> keeps what it covered. The table of docs/exec.md is what is measured here.</summary>
public sealed class ExecEndTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("covtools-exec-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task TheTableOfThePageIsWhatHappens()
    {
        var program = EndingProgram.Require();
        var table = new StringBuilder("| end | exit code | calls kept by LLVM's runtime alone | calls kept by `exec` |\n|---|---|---|---|\n");
        foreach (var (way, words, calls) in EndingProgram.Ends)
        {
            var alone = RunAlone(program, way);
            var profile = Path.Combine(_folder.FullName, $"{way}.profdata");
            var result = await Tool.RunAsync(_folder.FullName, "exec", "--no-report", "-o", profile, "--", program, way);
            var kept = EndingProgram.Calls(profile);

            kept.ShouldBe(calls, $"{way}: {result}");
            result.Error.ShouldNotContain("counters are missing", customMessage: way);
            table.Append($"| {words} | {result.ExitCode} | {alone} of {calls} | {kept} of {calls} |\n");
        }

        (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/exec.md"), TestContext.Current.CancellationToken)).ShouldContain(table.ToString());
    }

    private ulong RunAlone(string program, string way)
    {
        var profiles = Directory.CreateDirectory(Path.Combine(_folder.FullName, $"{way}.alone")).FullName;
        var start = new ProcessStartInfo(program, [way]) { RedirectStandardError = true, WorkingDirectory = profiles };
        start.Environment["LLVM_PROFILE_FILE"] = Path.Combine(profiles, "%p.profraw");
        using var process = Process.Start(start)!;
        process.StandardError.ReadToEnd();
        process.WaitForExit(TimeSpan.FromSeconds(60)).ShouldBeTrue(way);
        return EndingProgram.Calls(profiles);
    }
}
