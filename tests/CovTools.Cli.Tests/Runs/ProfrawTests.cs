namespace CovTools.Cli.Tests;

/// <summary><c>--capture profraw</c>: the LLVM runtime's own files, for hosts where libcovrt cannot be loaded.</summary>
public sealed class ProfrawTests(LocalRun run) : IDisposable
{
    private readonly Workspace _memory = new();
    private readonly Workspace _profraw = new();

    public void Dispose()
    {
        _memory.Dispose();
        _profraw.Dispose();
    }

    [Fact]
    public async Task ScriptsThatEndNormallyGiveTheSameProfile()
    {
        var paths = Paths("ok", 20).Concat(Paths("exception:ShapeError", 10)).ToList();
        _memory.Take(run.Corpus.Path, paths);
        _profraw.Take(run.Corpus.Path, paths);

        var memory = (await Tool.RunAsync(_memory.Root, _memory.Command())).WithExitCode(0).WithBalancedLedger();
        var profraw = (await Tool.RunAsync(_profraw.Root, _profraw.Command("--capture", "profraw"))).WithExitCode(0).WithBalancedLedger();

        profraw.Ledger("coverageLost").ShouldBe(0);
        StoredRun.Read(_profraw.Store).Endings.ShouldBe(StoredRun.Read(_memory.Store).Endings, ignoreOrder: true);
        foreach (var (one, other) in memory.Json.GetProperty("buckets").EnumerateArray().Zip(profraw.Json.GetProperty("buckets").EnumerateArray()))
        {
            LlvmTools.Totals(other.GetProperty("whole")).ShouldBe(LlvmTools.Totals(one.GetProperty("whole")), ignoreOrder: true);
        }

        LlvmTools.Totals(profraw.Json.GetProperty("floor").GetProperty("whole")).ShouldBe(LlvmTools.Totals(memory.Json.GetProperty("floor").GetProperty("whole")), ignoreOrder: true);
    }

    [Fact]
    public async Task WhatACrashLosesIsCounted()
    {
        var paths = Paths("ok", 5).Concat(Paths("signal:11", 3)).Concat(Paths("signal:9", 1)).ToList();
        _profraw.Take(run.Corpus.Path, paths);

        var result = (await Tool.RunAsync(_profraw.Root, _profraw.Command("--capture", "profraw"))).WithExitCode(1).WithBalancedLedger();

        (result.Ledger("ok"), result.Ledger("signal"), result.Ledger("coverageLost")).ShouldBe((5, 4, 4));
        StoredRun.Read(_profraw.Store).Lines.Where(line => line.Ending.StartsWith("signal", StringComparison.Ordinal))
            .ShouldAllBe(line => line.Json.GetProperty("lost").GetString()!.Length > 0);
    }

    private IEnumerable<string> Paths(string ending, int count) =>
        run.Corpus.Repeatable().Where(path => TinytensorCorpus.Expectation(Path.Combine(run.Corpus.Path, path)) == ending).Take(count);
}
