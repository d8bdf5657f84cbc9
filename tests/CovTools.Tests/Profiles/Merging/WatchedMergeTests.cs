using CovTools.Profiles;

namespace CovTools.Tests.Profiles.Merging;

/// <summary>A watch that ends at the worst places goes on without losing or doubling a profile.</summary>
public sealed class WatchedMergeTests : IDisposable
{
    private static readonly LlvmRelease s_release = new(19);

    private readonly TemporaryFolder _folder = new();
    private int _written;

    public WatchedMergeTests() => Directory.CreateDirectory(_folder["in"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EndingBetweenTheSumAndTheResult()
    {
        Appear(1);
        await Should.ThrowAsync<IOException>(WatchAsync((_, _) => throw new IOException("the disk is full")));

        Appear(2);
        await WatchAsync();

        Result().ShouldBe(Expected(3));
        Left().ShouldBeEmpty();
    }

    [Fact]
    public async Task EndingAfterTheResultBeforeTheProfilesAreDeleted()
    {
        Appear(1);
        using (var folder = WatchFolder.Open(_folder["in"]))
        {
            folder.Recover();
            folder.Claim(Only(), default).ShouldNotBeNull();
            folder.Commit(stream => stream.Write(Expected(1)));
        }

        Left().Count.ShouldBe(1);

        await WatchAsync();

        Result().ShouldBe(Expected(1));
        Left().ShouldBeEmpty();
    }

    [Fact]
    public async Task EndingAfterAProfileWasTaken()
    {
        Appear(1);
        using (var folder = WatchFolder.Open(_folder["in"]))
        {
            folder.Recover();
            folder.Claim(Only(), default).ShouldNotBeNull();
        }

        Appear(1);
        await WatchAsync();

        Result().ShouldBe(Expected(2));
        Left().ShouldBeEmpty();
    }

    [Fact]
    public async Task EndingWhileTheSumWasWritten()
    {
        Appear(1);
        using (var folder = WatchFolder.Open(_folder["in"]))
        {
            folder.Recover();
            folder.Claim(Only(), default).ShouldNotBeNull();
        }

        await File.WriteAllBytesAsync(_folder["in/.covtools-merge/sum.tmp"], Expected(1)[..20], TestContext.Current.CancellationToken);
        await WatchAsync();

        Result().ShouldBe(Expected(1));
    }

    [Fact]
    public async Task AProfileThatBreaksWithinItsRecordsIsTakenOutWhole()
    {
        Appear(2);
        var text = ":ir\nbad\n1\n1\n5\n\nworse\n1\n1\nnonsense\n";
        await File.WriteAllTextAsync(_folder["in/bad.proftext"], text, TestContext.Current.CancellationToken);

        var result = await WatchAsync();

        Result().ShouldBe(Expected(2));
        var (report, target) = result.Quarantined.ShouldHaveSingleItem();
        report.Name.ShouldBe(_folder["in/bad.proftext"]);
        (await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken)).ShouldBe(text);
    }

    [Fact]
    public async Task AResultThatIsNoProfileIsNotOverwritten()
    {
        await File.WriteAllBytesAsync(_folder["out"], [1, 2, 3, 4, 5, 6, 7, 8, 9], TestContext.Current.CancellationToken);
        Appear(1);

        await Should.ThrowAsync<MalformedDataException>(WatchAsync());

        File.ReadAllBytes(_folder["out"]).Length.ShouldBe(9);
        Left().Count.ShouldBe(1);
    }

    [Fact]
    public async Task WithoutAnyProfileTheResultIsEmpty()
    {
        var result = await WatchAsync();

        result.Records.ShouldBe(0);
        Result().ShouldBe(Expected(0));
    }

    private static byte[] Expected(ulong count)
    {
        var profile = new ProfileBuilder(s_release);
        if (count > 0)
        {
            profile.Add(FunctionRecord.Create("f", 1, new ulong[] { 1, 2, 3 }), count);
        }

        using var stream = new MemoryStream();
        IndexedProfileWriter.Write(profile, stream);
        return stream.ToArray();
    }

    private void Appear(int count)
    {
        for (var number = 0; number < count; number++)
        {
            File.WriteAllText(_folder[$"in/{_written++}.proftext"], "f\n1\n3\n1\n2\n3\n\n");
        }
    }

    private string Only() => Directory.GetFiles(_folder["in"], "*.proftext").ShouldHaveSingleItem();

    private byte[] Result() => File.ReadAllBytes(_folder["out"]);

    private List<string> Left() =>
        [.. Directory.EnumerateFiles(_folder["in"], "*.proftext", SearchOption.AllDirectories).Where(path => !path.Contains("quarantine", StringComparison.Ordinal))];

    private async Task<WatchResult> WatchAsync(Action<ProfileBuilder, Stream>? write = null)
    {
        var options = new WatchOptions
        {
            Folder = _folder["in"],
            Output = _folder["out"],
            Write = write ?? ((profile, stream) => IndexedProfileWriter.Write(profile, stream)),
            Merge = new MergeOptions { Release = s_release },
            Interval = TimeSpan.Zero,
            Settle = TimeSpan.FromMilliseconds(20),
            IdleExit = TimeSpan.FromMilliseconds(50),
        };
        using var watch = new WatchedMerge(options, new Silence());
        return await watch.RunAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Silence : IWatchObserver
    {
        public void OnQuarantined(InputReport report, string target)
        {
            // The result has it.
        }

        public void OnProblem(MergeProblem problem)
        {
            // The result has it.
        }

        public void OnWritten(long profiles, long bytes)
        {
            // The result has it.
        }
    }
}
