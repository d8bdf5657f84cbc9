using System.Diagnostics;

namespace CovTools.Cli.Tests;

/// <summary>Scripts that cannot be measured: vanished, unreadable, changed under way.</summary>
public sealed class BadScriptTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public BadScriptTests() => Components.RequireTinytensor();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task ScriptsThatVanishOrChangeAfterTheScanAreCounted()
    {
        var begun = Path.Combine(_workspace.Root, "begun");
        var go = Path.Combine(_workspace.Root, "go");
        _workspace.Script(
            "g/a_first.py", $"import os, time\nopen('{begun}', 'w').close()\nwhile not os.path.exists('{go}'):\n    time.sleep(0.01)\n");
        var vanishes = _workspace.Script("g/b_vanishes.py", "tt.ones(1)\n", 1);
        var changes = _workspace.Script("g/c_changes.py", "tt.ones(1)\n", 2);
        _workspace.Script("g/d_stays.py", "tt.ones(1)\n", 3);
        using var tool = Tool.Start(_workspace.Root, _workspace.Command("--jobs", "1", "--timeout", "30"));
        await RunProcesses.WhileRunningAsync(tool, () => File.Exists(begun), "the first script begins");

        File.Delete(vanishes);
        await File.WriteAllTextAsync(changes, "tt.zeros(2)\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);
        var result = (await Tool.FinishAsync(tool)).WithExitCode(1).WithBalancedLedger();

        (result.Ledger("ok"), result.Ledger("infrastructure")).ShouldBe((2, 2));
        var failures = Failures(result);
        failures[0].ShouldStartWith("g/b_vanishes.py: ");
        failures[1].ShouldBe("g/c_changes.py: the script changed after the corpus was scanned");

        // The next scan sees what there is now: one script fewer, and one of another content.
        var next = (await Tool.RunAsync(_workspace.Root, _workspace.Command("--timeout", "30"))).WithExitCode(0).WithBalancedLedger();
        (next.Ledger("found"), next.Ledger("ok")).ShouldBe((3, 3));
    }

    [Fact]
    public async Task LinksToNothingPipesAndFoldersAreNoScriptsAndAreCounted()
    {
        _workspace.Ordinary(3);
        File.CreateSymbolicLink(Path.Combine(_workspace.Corpus, "g/dangling.py"), "nowhere");
        using (var make = Process.Start("mkfifo", [Path.Combine(_workspace.Corpus, "g/pipe.py")]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
            make.ExitCode.ShouldBe(0);
        }

        Directory.CreateDirectory(Path.Combine(_workspace.Corpus, "g/folder.py"));

        var result = (await Tool.RunAsync(_workspace.Root, _workspace.Command())).WithExitCode(1).WithBalancedLedger();

        (result.Ledger("found"), result.Ledger("ok"), result.Ledger("infrastructure")).ShouldBe((5, 3, 2));
        var failures = Failures(result);
        failures.ShouldContain(failure => failure.StartsWith("g/dangling.py: ", StringComparison.Ordinal));
        failures.ShouldContain(failure => failure.StartsWith("g/pipe.py: ", StringComparison.Ordinal));
    }

    private static List<string> Failures(ToolResult result) =>
        [.. result.Json.GetProperty("ledger").GetProperty("failures").EnumerateArray().Select(failure => failure.GetString()!).Order(StringComparer.Ordinal)];
}
