using System.Diagnostics;

namespace CovTools.Cli.Tests.Merge;

/// <summary>A watched folder: every profile is counted once, whatever happens to the watch.</summary>
public sealed class WatchTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Workspace _workspace = new();
    private readonly Random _random = new(20);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task KilledAtAnyInstantItNeitherLosesNorDoublesAProfile()
    {
        var originals = ProfileSamples.Make(19, Folder("originals"), 60);
        Directory.CreateDirectory(Folder("in/.covtools-merge"));
        var writer = WriteAsync(originals, copies: 15);
        var kills = 0;
        while (!writer.IsCompleted || kills < 15)
        {
            using var watch = Watch("--interval", "0", "--settle", "0.1");
            await EventuallyAsync(() => writer.IsCompleted || Directory.EnumerateFiles(Folder("in/.covtools-merge"), "*.profraw", SearchOption.AllDirectories).Any());
            await Task.Delay(_random.Next(120), TestContext.Current.CancellationToken);
            watch.Kill();
            await watch.WaitForExitAsync(TestContext.Current.CancellationToken);
            kills++;
        }

        var written = await writer;
        using var last = Watch("--settle", "0.1", "--idle-exit", "0.5");
        (await Tool.FinishAsync(last)).WithExitCode(0);

        Result().ShouldBe(await ExpectedAsync(written));
        Profiles().ShouldBeEmpty();
        Directory.EnumerateFiles(Folder("in/.covtools-merge"), "*", SearchOption.AllDirectories).Count().ShouldBe(2, "the lock and one sum");
    }

    [Theory]
    [InlineData(RunProcesses.Terminate)]
    [InlineData(RunProcesses.Interrupt)]
    public async Task StoppedItTakesWhatIsComplete(int signal)
    {
        var originals = ProfileSamples.Make(19, Folder("originals"), 3);
        using var watch = Watch("--settle", "1000");
        await EventuallyAsync(() => Directory.Exists(Folder("in/.covtools-merge")));
        Copy(originals);
        await File.WriteAllBytesAsync(Folder("in/half.profraw"), (await File.ReadAllBytesAsync(originals[0], TestContext.Current.CancellationToken))[..200], TestContext.Current.CancellationToken);
        await Task.Delay(1000, TestContext.Current.CancellationToken);

        RunProcesses.Send(watch.Id, signal);
        var result = (await Tool.FinishAsync(watch)).WithExitCode(0);

        Result().ShouldBe(await ExpectedAsync(originals));
        Profiles().ShouldBe([Folder("in/half.profraw")]);
        result.Error.ShouldContain("half.profraw: is not complete and stays where it is");
        result.Error.ShouldContain("3 profiles folded in, 0 in quarantine, 1 left");
    }

    [Fact]
    public async Task AFileThatIsStillWrittenIsWaitedFor()
    {
        var profile = ProfileSamples.Make(19, Folder("originals"), 1)[0];
        var bytes = await File.ReadAllBytesAsync(profile, TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Folder("in"));
        using var watch = Watch("--interval", "0", "--settle", "0.1", "--idle-exit", "0.5");
        using (var file = new FileStream(Folder("in/slow.profraw"), FileMode.Create))
        {
            await file.WriteAsync(bytes.AsMemory(0, 100), TestContext.Current.CancellationToken);
            await file.FlushAsync(TestContext.Current.CancellationToken);
            await Task.Delay(2500, TestContext.Current.CancellationToken);
            watch.HasExited.ShouldBeFalse();
            await file.WriteAsync(bytes.AsMemory(100), TestContext.Current.CancellationToken);
        }

        (await Tool.FinishAsync(watch)).WithExitCode(0);

        Result().ShouldBe(await ExpectedAsync([profile]));
    }

    [Fact]
    public async Task AFileThatNeverBecomesCompleteGoesToQuarantineAndCountsAsLost()
    {
        var originals = ProfileSamples.Make(19, Folder("originals"), 2);
        Copy(originals);
        var half = (await File.ReadAllBytesAsync(originals[0], TestContext.Current.CancellationToken))[..200];
        await File.WriteAllBytesAsync(Folder("in/half.profraw"), half, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Folder("in/empty.profraw"), [], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Folder("in/notes.txt"), "not ours", TestContext.Current.CancellationToken);

        using var watch = Watch("--settle", "0.1", "--stale-after", "0.5", "--idle-exit", "1", "--quarantine", "bad", "--json");
        var result = (await Tool.FinishAsync(watch)).WithExitCode(1);

        Result().ShouldBe(await ExpectedAsync(originals));
        result.Error.ShouldMatch("warning: .*/in/half.profraw: offset 0x[0-9a-f]+: .*; it is now bad/half.profraw");
        (await File.ReadAllBytesAsync(Folder("bad/half.profraw"), TestContext.Current.CancellationToken)).ShouldBe(half);
        File.Exists(Folder("bad/half.profraw.reason.txt")).ShouldBeTrue();
        File.Exists(Folder("bad/empty.profraw")).ShouldBeTrue();
        File.Exists(Folder("in/notes.txt")).ShouldBeTrue();
        var inputs = result.Json.GetProperty("inputs");
        new[] { "total", "merged", "empty", "bad" }.Select(name => inputs.GetProperty(name).GetInt32()).ShouldBe([4, 2, 1, 1]);
    }

    [Fact]
    public async Task AnotherWatchGoesOnAndARemovedResultComesBack()
    {
        var originals = ProfileSamples.Make(19, Folder("originals"), 4);
        Copy(originals.Take(2));
        using var first = Watch("--settle", "0.1", "--idle-exit", "0.3");
        (await Tool.FinishAsync(first)).WithExitCode(0);
        File.Delete(Folder("out.profdata"));
        Copy(originals.Skip(2));

        using var second = Watch("--settle", "0.1", "--idle-exit", "0.3");
        (await Tool.FinishAsync(second)).WithExitCode(0);

        Result().ShouldBe(await ExpectedAsync(originals));
    }

    [Fact]
    public async Task AResultThatIsThereBeforeIsContinued()
    {
        var originals = ProfileSamples.Make(19, Folder("originals"), 4);
        await File.WriteAllBytesAsync(Folder("out.profdata"), await ExpectedAsync(originals.Take(2)), TestContext.Current.CancellationToken);
        Copy(originals.Skip(2));

        using var watch = Watch("--settle", "0.1", "--idle-exit", "0.3");
        (await Tool.FinishAsync(watch)).WithExitCode(0);

        Result().ShouldBe(await ExpectedAsync(originals));
    }

    [Fact]
    public async Task TwoWatchesOfOneFolderAreRefused()
    {
        using var first = Watch();
        await EventuallyAsync(() => File.Exists(Folder("in/.covtools-merge/lock")));
        using var second = Watch();

        (await Tool.FinishAsync(second)).WithExitCode(1).Error.ShouldContain("another process watches this folder");

        RunProcesses.Send(first.Id, RunProcesses.Terminate);
        (await Tool.FinishAsync(first)).WithExitCode(0);
    }

    [Fact]
    public async Task DiskUseStaysFlat()
    {
        var originals = ProfileSamples.Make(19, Folder("originals"), 40);
        using var watch = Watch("--interval", "0.2", "--settle", "0.1", "--idle-exit", "1");
        var most = 0;
        for (var round = 0; round < 10; round++)
        {
            foreach (var original in originals)
            {
                File.Copy(original, Folder($"in/{round}-{Path.GetFileName(original)}"));
            }

            await EventuallyAsync(() => Directory.GetFiles(Folder("in"), "*.profraw", SearchOption.AllDirectories) is var files && (most = Math.Max(most, files.Length)) >= 0 && files.Length == 0);
        }

        (await Tool.FinishAsync(watch)).WithExitCode(0);

        // A file that is claimed while the folders are listed can be seen in its old place and in its new one.
        most.ShouldBeLessThanOrEqualTo(2 * originals.Count);
        Result().ShouldBe(await ProfileSamples.OracleAsync(19, _workspace.Root, ["-sparse", .. originals.Select(path => $"-weighted-input=10,{path}")]));
    }

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Stopwatch.GetElapsedTime(start).ShouldBeLessThan(s_patience);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Writes profiles as a slow program does: in two pieces, with a pause between them.</summary>
    private async Task<IReadOnlyList<string>> WriteAsync(IReadOnlyList<string> originals, int copies)
    {
        var random = new Random(4);
        var written = new List<string>();
        for (var copy = 0; copy < copies; copy++)
        {
            foreach (var original in originals)
            {
                var bytes = await File.ReadAllBytesAsync(original, TestContext.Current.CancellationToken);
                var folder = Directory.CreateDirectory(Folder($"in/worker{written.Count % 3}")).FullName;
                var cut = random.Next(bytes.Length);
                await using var file = new FileStream(Path.Combine(folder, $"{written.Count}.profraw"), FileMode.Create);
                await file.WriteAsync(bytes.AsMemory(0, cut), TestContext.Current.CancellationToken);
                await file.FlushAsync(TestContext.Current.CancellationToken);
                await Task.Delay(random.Next(12), TestContext.Current.CancellationToken);
                await file.WriteAsync(bytes.AsMemory(cut), TestContext.Current.CancellationToken);
                written.Add(original);
            }
        }

        return written;
    }

    private string Folder(string name) => Path.Combine(_workspace.Root, name);

    private Process Watch(params string[] more)
    {
        Directory.CreateDirectory(Folder("in"));
        return Tool.Start(_workspace.Root, ["merge", "--watch", "in", "-sparse", "--llvm", "19", "-o", "out.profdata", .. more]);
    }

    private void Copy(IEnumerable<string> profiles)
    {
        Directory.CreateDirectory(Folder("in"));
        foreach (var profile in profiles)
        {
            File.Copy(profile, Path.Combine(Folder("in"), Path.GetFileName(profile)));
        }
    }

    private byte[] Result() => File.ReadAllBytes(Folder("out.profdata"));

    private string[] Profiles() => Directory.GetFiles(Folder("in"), "*.profraw", SearchOption.AllDirectories);

    private async Task<byte[]> ExpectedAsync(IEnumerable<string> profiles)
    {
        var list = Folder("expected.txt");
        await File.WriteAllLinesAsync(list, profiles, TestContext.Current.CancellationToken);
        return await ProfileSamples.OracleAsync(19, _workspace.Root, "-sparse", "-f", list);
    }
}
