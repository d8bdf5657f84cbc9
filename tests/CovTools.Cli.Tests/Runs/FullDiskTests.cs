using System.Diagnostics;

namespace CovTools.Cli.Tests;

/// <summary>A full disk under the output: what is finished stays, and with more room the same command goes on.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly Workspace _workspace = new();
    private bool _mounted;

    public void Dispose()
    {
        if (_mounted)
        {
            Mount("umount", _workspace.Output).ShouldBe(0);
        }

        _workspace.Dispose();
    }

    [Fact]
    public async Task WhatIsFinishedStaysAndMoreRoomCompletesTheRun()
    {
        Prepare("8m");
        var begun = Path.Combine(_workspace.Root, "begun");
        var go = Path.Combine(_workspace.Root, "go");
        for (var index = 0; index < 30; index++)
        {
            // Output that the journal keeps, so that the space left in its last page is soon used up.
            var wait = index == 10 ? $"import os, time\nopen('{begun}', 'w').close()\nwhile not os.path.exists('{go}'):\n    time.sleep(0.01)\n" : "";
            _workspace.Script($"g/s{index:00}.py", $"{wait}tt.ones({index + 1})\nprint('x' * 1900)\n", index);
        }

        using var tool = Tool.Start(_workspace.Root, _workspace.Command("--jobs", "1", "--timeout", "60"));
        await RunProcesses.WhileRunningAsync(tool, () => File.Exists(begun), "script 10 begins");
        Fill();
        await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);
        var full = (await Tool.FinishAsync(tool)).WithExitCode(1).WithBalancedLedger();

        full.Error.ShouldContain("No space left on device");
        full.Json.GetProperty("failure").GetString()!.ShouldContain("No space left on device");
        var before = StoredRun.Read(_workspace.Store);
        before.Lines.Count.ShouldBeInRange(10, 29);
        full.Ledger("ok").ShouldBe(before.Lines.Count);
        await RunProcesses.RequireNoneAsync(before.RunId);

        Mount("mount", "-o", "remount,size=32m", _workspace.Output).ShouldBe(0);
        var result = (await Tool.RunAsync(_workspace.Root, _workspace.Command("--jobs", "1", "--timeout", "60"))).WithExitCode(0).WithBalancedLedger();

        result.Ledger("ok").ShouldBe(30);
        StoredRun.Read(_workspace.Store).Lines.Select(line => line.Id).ShouldBeUnique();
        (await LlvmTools.ShowAsync(_workspace.Cumulative)).ShouldContain("Total functions: ");
    }

    [Fact]
    public async Task WithoutAnyRoomItSaysSo()
    {
        Prepare("1m");
        _workspace.Ordinary(3);
        Fill();

        var result = (await Tool.RunAsync(_workspace.Root, _workspace.Command())).WithExitCode(1);

        result.Error.ShouldContain("No space left on device");
        File.Delete(Path.Combine(_workspace.Output, "filler"));
        (await Tool.RunAsync(_workspace.Root, _workspace.Command())).WithExitCode(0).WithBalancedLedger().Ledger("ok").ShouldBe(3);
    }

    private static int Mount(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    private void Prepare(string size)
    {
        Components.RequireTinytensor();
        LlvmTools.Require();
        Directory.CreateDirectory(_workspace.Output);
        _mounted = Mount("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", _workspace.Output) == 0;
        Components.Require(_mounted, "a file system of limited size cannot be mounted here (root is needed)");
    }

    private void Fill()
    {
        using var filler = new FileStream(Path.Combine(_workspace.Output, "filler"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        try
        {
            while (true)
            {
                filler.Write(page);
            }
        }
        catch (IOException)
        {
            // That is what full means.
        }
    }
}
