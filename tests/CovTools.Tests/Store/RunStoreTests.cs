using CovTools.Store;

namespace CovTools.Tests.Store;

public sealed class RunStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatWasAppendedIsThereWhenTheStoreIsOpenedAgain()
    {
        using (var store = Open())
        {
            using var shard = store.CreateShard(TimeProvider.System);
            shard.Append(new JournalEntry { ScriptId = 1, Ending = new ScriptEnding { Outcome = ScriptOutcome.Signal, Signal = 11, OutputTail = "Segmentation fault" } }, [1, 2, 3]);
            shard.Append(Entry(2, ScriptOutcome.Ok), []);
        }

        using var again = Open();
        again.Finished.Count.ShouldBe(2);
        again.Finished[1].Outcome.ShouldBe(ScriptOutcome.Signal);
        again.ReadHits(again.Finished[1]).ShouldBe([1, 2, 3]);
        again.ReadHits(again.Finished[2]).ShouldBeEmpty();
        var entry = again.ReadJournals().First().Entry;
        entry.Ending.Signal.ShouldBe(11);
        entry.Ending.OutputTail.ShouldBe("Segmentation fault");
        _warnings.ShouldBeEmpty();
    }

    [Fact]
    public void EqualHitsAreStoredOnce()
    {
        using (var store = Open())
        {
            using var shard = store.CreateShard(TimeProvider.System);
            var first = shard.Append(Entry(1, ScriptOutcome.Ok), new byte[1000]);
            var second = shard.Append(Entry(2, ScriptOutcome.Ok), new byte[1000]);

            second.HitsOffset.ShouldBe(first.HitsOffset);
        }

        new FileInfo(Hits()).Length.ShouldBeLessThan(1100);
    }

    [Fact]
    public void AJournalCutAnywhereKeepsAllEntriesBeforeTheCut()
    {
        WriteEntries(5);
        var whole = File.ReadAllBytes(Journal());
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(Journal(), whole[..length]);
            using var store = Open();

            store.Finished.Count.ShouldBe(whole[..length].Count(value => value == '\n'));
        }

        _warnings.ShouldBeEmpty();
    }

    [Fact]
    public void HitsCutAnywhereMakeExactlyTheirScriptsRunAgain()
    {
        WriteEntries(5);
        var whole = File.ReadAllBytes(Hits());
        var ends = new List<long>();
        using (var store = Open())
        {
            ends.AddRange(store.ReadJournals().Select(item => item.Entry.HitsOffset!.Value + 8 + 20));
        }

        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(Hits(), whole[..length]);
            using var store = Open();

            store.Finished.Count.ShouldBe(ends.Count(end => end <= length));
        }

        _warnings.ShouldNotBeEmpty();
    }

    [Fact]
    public void AFlippedBitInHitsIsFound()
    {
        WriteEntries(3);
        var bytes = File.ReadAllBytes(Hits());
        bytes[^1] ^= 0x10;
        File.WriteAllBytes(Hits(), bytes);

        using var store = Open();

        store.Finished.Keys.Order().ShouldBe([0ul, 1ul]);
        _warnings.ShouldHaveSingleItem().ShouldContain("checksum");
    }

    [Fact]
    public void ADamagedLineInsideAJournalCostsThatScriptOnly()
    {
        WriteEntries(3);
        var lines = File.ReadAllLines(Journal());
        lines[1] = lines[1][..10];
        File.WriteAllText(Journal(), string.Join('\n', lines) + "\n");

        using var store = Open();

        store.Finished.Keys.Order().ShouldBe([0ul, 2ul]);
        _warnings.ShouldHaveSingleItem().ShouldContain("damaged");
    }

    [Fact]
    public void ALaterResultReplacesAnInfrastructureFailureButNotTheOtherWayRound()
    {
        using (var store = Open())
        {
            using var shard = store.CreateShard(TimeProvider.System);
            shard.Append(Entry(1, ScriptOutcome.Infrastructure), []);
            shard.Append(Entry(2, ScriptOutcome.Ok), []);
        }

        using (var store = Open())
        {
            using var shard = store.CreateShard(TimeProvider.System);
            shard.Number.ShouldBe(1);
            shard.Append(Entry(1, ScriptOutcome.Exit), []);
            shard.Append(Entry(2, ScriptOutcome.Infrastructure), []);
        }

        using var again = Open();
        again.Finished[1].Outcome.ShouldBe(ScriptOutcome.Exit);
        again.Finished[2].Outcome.ShouldBe(ScriptOutcome.Ok);
    }

    [Fact]
    public void OtherOptionsAreRefusedWithEachDifference()
    {
        Open().Dispose();

        var exception = Should.Throw<UsageException>(() => RunStore.Open(_folder.Path, Description(timeout: "5"), _warnings.Add));

        exception.Message.ShouldContain("timeout: '10' in the store, '5' now");
        exception.Message.ShouldContain("--output");
    }

    [Fact]
    public void TwoProcessesCannotWriteToOneStore()
    {
        using var first = Open();

        Should.Throw<UsageException>(Open).Message.ShouldContain("another run");
    }

    [Fact]
    public void ADamagedDescriptionIsNamed()
    {
        Open().Dispose();
        File.WriteAllText(_folder["run.json"], "{\"schema\":1,");

        Should.Throw<MalformedDataException>(Open).File.ShouldEndWith("run.json");
    }

    [Fact]
    public void TheManifestHoldsEveryScriptOnceAlsoAfterATornLine()
    {
        using (var store = Open())
        {
            store.AddScripts("mtime", [new ManifestEntry(1, "g/a.py", "g", 12.5), new ManifestEntry(2, "b.py", ".", null)]);
        }

        File.AppendAllText(_folder["scripts.jsonl"], "{\"id\":\"00000000000");
        using (var store = Open())
        {
            store.AddScripts("mtime", [new ManifestEntry(2, "b.py", ".", null), new ManifestEntry(3, "x/c.py", "other", 1)]);
        }

        File.ReadAllLines(_folder["scripts.jsonl"]).ShouldBe(
        [
            """{"schema":"covtools.scripts/1","timeSource":"mtime"}""",
            """{"id":"0000000000000001","path":"g/a.py","time":12.5}""",
            """{"id":"0000000000000002","path":"b.py"}""",
            """{"id":"0000000000000003","path":"x/c.py","group":"other","time":1}""",
        ]);
    }

    [Fact]
    public void ATrivialScriptTakesLessThanTwoHundredBytes()
    {
        using (var store = Open())
        {
            store.AddScripts("mtime", Enumerable.Range(0, 1000).Select(index => new ManifestEntry((ulong)index << 30, $"group_{index % 20:000}/script_{index:00000}.py", $"group_{index % 20:000}", 1.7e9 + index)));
            using var shard = store.CreateShard(TimeProvider.System);
            for (var index = 0; index < 1000; index++)
            {
                var ending = new ScriptEnding { Outcome = ScriptOutcome.Ok, WallSeconds = 0.0123, CpuSeconds = 0.0101, PeakBytes = 23_456_789 };
                shard.Append(new JournalEntry { ScriptId = (ulong)index << 30, Ending = ending }, new byte[300]);
            }
        }

        var bytes = Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Sum(path => new FileInfo(path).Length);
        bytes.ShouldBeLessThan(200 * 1000);
    }

    private static RunDescription Description(string timeout = "10") => new()
    {
        RunId = "run",
        Created = DateTimeOffset.UnixEpoch,
        Tool = "test",
        CommandLine = [],
        Baseline = "b",
        Trial = 1,
        Options = new Dictionary<string, string> { ["timeout"] = timeout },
    };

    private static JournalEntry Entry(ulong id, ScriptOutcome outcome) => new() { ScriptId = id, Ending = new ScriptEnding { Outcome = outcome } };

    private RunStore Open() => RunStore.Open(_folder.Path, Description(), _warnings.Add);

    private string Journal() => _folder["shards/0/journal.jsonl"];

    private string Hits() => _folder["shards/0/hits.bin"];

    private void WriteEntries(int count)
    {
        using var store = Open();
        using var shard = store.CreateShard(TimeProvider.System);
        for (var index = 0; index < count; index++)
        {
            shard.Append(Entry((ulong)index, ScriptOutcome.Ok), Enumerable.Repeat((byte)index, 20).ToArray());
        }
    }
}
