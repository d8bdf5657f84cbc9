using System.Diagnostics;

namespace CovTools.Cli.Tests;

/// <summary>The sample on real PyTorch, on this machine and in its container: the same endings, and the same hits of every script.</summary>
[Trait("Needs", "docker")]
public sealed class TorchOpsTests : IDisposable
{
    private const string Image = "covtools/torch-ops";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task ScriptsEndAndHitInTheContainerAsOnThisMachine()
    {
        Components.RequireTorchOps();
        Components.RequireImage(Image);
        var corpus = Path.Combine(_workspace.Root, "torch-corpus");
        using (var make = Process.Start("python3", [Path.Combine(Repository.Root, "samples/torch-ops/make_corpus.py"), corpus, "--groups", "23", "--per-group", "3", "--no-hangs"]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
            make.ExitCode.ShouldBe(0);
        }

        var local = await RunAsync(corpus, "local");
        var container = await RunAsync(corpus, "docker");

        container.ModuleIds.ShouldBe(local.ModuleIds, customMessage: "the build is reproducible");
        local.Endings.Count.ShouldBe(69);
        local.Endings.Values.Distinct().Count().ShouldBeGreaterThan(2);
        container.Endings.ShouldBe(local.Endings, ignoreOrder: true);
        container.Hits().ShouldBe(local.Hits(), ignoreOrder: true);
        local.Hits().Values.Distinct().Count().ShouldBeGreaterThan(30);
    }

    private async Task<StoredRun> RunAsync(string corpus, string host)
    {
        var result = await Tool.RunAsync(
            _workspace.Root, "run", corpus, "--library", "torch-ops", "--baseline", host, "--host", host, "-o", _workspace.Output, "--json", "--no-progress");
        result.WithExitCode(0).WithBalancedLedger().Ledger("found").ShouldBe(69);
        result.Json.GetProperty("floor").GetProperty("whole").GetProperty("functions").GetProperty("total").GetInt64().ShouldBeGreaterThan(5000);
        return StoredRun.Read(Path.Combine(_workspace.Output, host, "run"));
    }
}
