using System.Security.Cryptography;
using System.Text;
using CovTools.Corpus;
using FsCheck;
using FsCheck.Fluent;

namespace CovTools.Tests.Corpus;

public sealed class CorpusScannerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GroupsAreTopLevelFoldersAndTheRootIsOneToo()
    {
        _folder.Write("g1/deep/er/b.py", 10);
        _folder.Write("g1/a.py");
        _folder.Write("single.py", 500);
        _folder.Write("g1/notes.txt");

        var corpus = Scan();

        corpus.Scripts.Select(script => (script.Path, script.Group, script.Offset.TotalSeconds)).ShouldBe(
            [("g1/a.py", "g1", 0), ("g1/deep/er/b.py", "g1", 10), ("single.py", ".", 0)]);
        corpus.Groups.ShouldBe([".", "g1"]);
        corpus.Scripts[0].Time.ShouldBe(TempFolder.Base);
    }

    [Fact]
    public void IdsAreMadeFromPathAndContent()
    {
        _folder.Write("g/ü.py", text: "x = 1\n");

        var script = Scan().Scripts.ShouldHaveSingleItem();

        var content = SHA256.HashData("x = 1\n"u8);
        script.ContentHash.ToString().ShouldBe(Convert.ToHexStringLower(content));
        script.Id.ShouldBe(Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes("g/ü.py"), 0, .. content]))[..16]);
        script.Length.ShouldBe(6);
    }

    [Theory]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(300_000)]
    public void LongScriptsAreHashedWhole(int length)
    {
        var text = new string('x', length);
        _folder.Write("a.py", text: text);

        Scan().Scripts[0].ContentHash.ToString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void TheBoundaryOfTheCutOffBelongsToTheLastBucket()
    {
        foreach (var offset in (double[])[0, 59, 60, 100, 100.5])
        {
            _folder.Write($"g/{offset}.py", offset);
        }

        var corpus = Scan(new CorpusOptions { MaxTime = TimeSpan.FromSeconds(100) });

        corpus.Scripts.Select(script => (script.Path, script.Bucket.Label)).ShouldBe(
            [("g/0.py", "0-60"), ("g/100.py", "60-100"), ("g/59.py", "0-60"), ("g/60.py", "60-100")]);
        corpus.LeftOut.ShouldBe([new LeftOutScript("g/100.5.py", LeftOutReason.BeyondMaxTime)]);
        corpus.LeftOutCounts[LeftOutReason.BeyondMaxTime].ShouldBe(1);
    }

    [Fact]
    public void WithoutACutOffNothingIsCutOff()
    {
        _folder.Write("g/a.py");
        _folder.Write("g/b.py", 100_000_000);

        Scan().Scripts[1].Bucket.Label.ShouldBe("99999960-100000020");
    }

    [Fact]
    public void FiltersLeaveOutWithAReasonAndDoNotShiftTheClock()
    {
        _folder.Write("g/first.py");
        _folder.Write("g/crash/b.py", 10);
        _folder.Write("g/c.py", 70);
        _folder.Write("h/d.py", 30);

        var corpus = Scan(new CorpusOptions { Filter = "[^t].py$", Include = ["g"], Exclude = ["crash"] });

        corpus.Scripts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            script => script.Path.ShouldBe("g/c.py"),
            script => script.Offset.TotalSeconds.ShouldBe(70));
        corpus.LeftOut.ShouldBe(
        [
            new LeftOutScript("g/crash/b.py", LeftOutReason.Exclude),
            new LeftOutScript("g/first.py", LeftOutReason.Filter),
            new LeftOutScript("h/d.py", LeftOutReason.Include),
        ]);
    }

    [Fact]
    public void ScriptsBeforeTheGivenStartAreLeftOut()
    {
        _folder.Write("g/a.py");
        _folder.Write("g/b.py", 100);

        var corpus = Scan(new CorpusOptions { StartTime = StartTime.Parse("1700000060") });

        corpus.Scripts.ShouldHaveSingleItem().Offset.TotalSeconds.ShouldBe(40);
        corpus.LeftOut.ShouldBe([new LeftOutScript("g/a.py", LeftOutReason.BeforeStart)]);
    }

    [Fact]
    public void TimesCanComeFromNames()
    {
        _folder.Write("g/id1,time12.5.py");
        _folder.Write("g/id2,time100.py");
        _folder.Write("g/id3.py");

        var corpus = Scan(new CorpusOptions { TimeSource = TimeSource.Parse("name:time([0-9.]+)\\."), StartTime = StartTime.Parse("0") });

        corpus.Scripts.Select(script => (script.Time, script.Bucket.Label, script.TimeSource)).ShouldBe(
            [(12.5, "0-60", TimeSourceKind.Name), (100, "60-120", TimeSourceKind.Name)]);
        corpus.LeftOut.ShouldBe([new LeftOutScript("g/id3.py", LeftOutReason.NoTime)]);
    }

    [Fact]
    public void ANameWhoseGroupIsNoNumberIsAnErrorUnlessItIsNotWanted()
    {
        _folder.Write("g/time1.py");
        _folder.Write("g/timeX.py");
        var options = new CorpusOptions { TimeSource = TimeSource.Parse("name:time(.*)\\.py") };

        Should.Throw<UsageException>(() => Scan(options)).Message.ShouldContain("g/timeX.py");
        Scan(options with { Exclude = ["timeX.py"] }).Scripts.ShouldHaveSingleItem();
    }

    [Fact]
    public void EqualTimesLookLikeACopiedTree()
    {
        _folder.Write("g/a.py");
        Scan().Warnings.ShouldBeEmpty();

        _folder.Write("h/b.py");
        Scan().Warnings.ShouldHaveSingleItem().ShouldContain("copied tree");
    }

    [Fact]
    public void LinksToFilesAreFollowedWithTheirTargetsTimes()
    {
        var target = _folder.Write("g/a.py", 30);
        _folder.Write("h/b.py", 0);
        File.CreateSymbolicLink(Path.Join(_folder.Root, "h/link.py"), target);

        Scan().Scripts.Single(script => script.Path == "h/link.py").Offset.TotalSeconds.ShouldBe(30);
    }

    [Fact]
    public void LinksToFoldersAreFollowedOnceAndNeverInCircles()
    {
        _folder.Write("g/a.py");
        _folder.Write("g/in/b.py");
        using var other = new TempFolder();
        other.Write("c.py");
        Link("g/in/up", "..");
        Link("other1", other.Root);
        Link("other2", other.Root);
        Directory.CreateSymbolicLink(Path.Join(other.Root, "back"), _folder.Root);
        Link("self", "self");

        var corpus = Scan();

        corpus.Scripts.Count(script => script.Path.EndsWith("/c.py", StringComparison.Ordinal)).ShouldBe(1);
        corpus.Scripts.Select(script => script.Path).Take(2).ShouldBe(["g/a.py", "g/in/b.py"]);
        corpus.Scripts.Count.ShouldBeLessThan(10);
        corpus.Warnings.ShouldContain(warning => warning.Contains("g/in/up", StringComparison.Ordinal));
        corpus.Warnings.ShouldContain(warning => warning.Contains("other2", StringComparison.Ordinal));
        corpus.Warnings.ShouldContain(warning => warning.Contains("lead to nothing", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatCannotBeReadFailsAndIsNotDropped()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux's /proc and mkfifo");
        _folder.Write("g/good.py");
        Link("g/dangling.py", "nothing.py");
        Link("g/loop.py", "loop.py");
        Link("g/memory.py", "/proc/self/mem");
        Link("g/device.py", "/dev/zero");
        Run("mkfifo", Path.Join(_folder.Root, "g/pipe.py"));
        Link("g/pipelink.py", "pipe.py");

        var corpus = Scan();

        corpus.Scripts.ShouldHaveSingleItem().Path.ShouldBe("g/good.py");
        corpus.Failures.Select(failure => failure.Path).ShouldBe(
            ["g/dangling.py", "g/device.py", "g/loop.py", "g/memory.py", "g/pipe.py", "g/pipelink.py"]);
        corpus.Failures[0].Reason.ShouldContain("link to nothing");
        corpus.Failures[1].Reason.ShouldContain("not a regular file");
        corpus.Failures[4].Reason.ShouldContain("not a regular file");
        corpus.Failures.ShouldAllBe(failure => failure.Reason.Length > 0);
        corpus.Found.ShouldBe(7);
        Scan(new CorpusOptions { Exclude = ["g/pipe*", "d*.py", "loop.py", "memory.py"] }).Failures.ShouldBeEmpty();
    }

    [Fact]
    public void NamesThatAreNotUtf8Fail()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems have no such names");
        _folder.Write("g/good.py");
        _folder.Write("g/\uFFFD.py");
        var made = Path.Join(_folder.Root, "g");
        Run("sh", "-c", $"cd {made} && : > \"$(printf '\\377.py')\" && : > \"$(printf 'x\\376.py')\" && mkdir \"$(printf 'd\\377')\" && : > \"$(printf 'd\\377/a.py')\"");

        var corpus = Scan();

        Run("rm", "-r", made); // .NET cannot delete what it cannot name
        corpus.Scripts.Select(script => script.Path).ShouldBe(["g/good.py", "g/\uFFFD.py"]);
        corpus.Failures.Select(failure => failure.Path).ShouldBe(["g/d\uFFFD/", "g/x\uFFFD.py", "g/\uFFFD.py"]);
        corpus.Failures.ShouldAllBe(failure => failure.Reason.Contains("UTF-8", StringComparison.Ordinal));
    }

    [Fact]
    public void StrangeNamesAreFine()
    {
        string[] names = ["g/ leading.py", "g/-x.py", "g/a\nb.py", "g/back\\slash.py", "g/tab\t.py", "g/\u00fc \U0001F600.py"];
        foreach (var name in names)
        {
            _folder.Write(name);
        }

        Scan().Scripts.Select(script => script.Path).ShouldBe(names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AnUnreadableFolderFails()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess || OperatingSystem.IsWindows(), "a privileged process may read every folder");
        _folder.Write("g/a.py");
        var secret = Path.Join(_folder.Root, "secret");
        Directory.CreateDirectory(secret);
        Run("chmod", "000", secret);

        var corpus = Scan();
        var excluded = Scan(new CorpusOptions { Exclude = ["secret/**"] });

        Run("chmod", "700", secret);
        corpus.Failures.ShouldBe([new FailedScript("secret/", "permission denied")]);
        excluded.Failures.ShouldBeEmpty();
        excluded.LeftOut.ShouldBe([new LeftOutScript("secret/", LeftOutReason.Exclude)]);
    }

    [Fact]
    public void GitAndPythonCachesHoldNoScripts()
    {
        _folder.Write(".git/hooks/a.py");
        _folder.Write("g/__pycache__/a.py");
        _folder.Write("g/.hidden/a.py");

        Scan().Scripts.ShouldHaveSingleItem().Path.ShouldBe("g/.hidden/a.py");
    }

    [Theory]
    [InlineData("(")]
    [InlineData("[z-a]")]
    [InlineData("(?P<x>a)")]
    public void AnInvalidFilterIsAUsageError(string filter)
    {
        _folder.Write("g/a.py");

        Should.Throw<UsageException>(() => Scan(new CorpusOptions { Filter = filter })).Message.ShouldStartWith("--filter: invalid regular expression");
    }

    [Fact]
    public void AFilterThatTakesForEverIsAUsageError()
    {
        _folder.Write($"g/{new string('a', 100)}.py");

        Should.Throw<UsageException>(() => Scan(new CorpusOptions { Filter = "(?!x)^g/(a+)+$" })).Message.ShouldContain("takes longer");
        Scan(new CorpusOptions { Filter = "^g/(a+)+$" }).LeftOut.ShouldHaveSingleItem();
    }

    [Fact]
    public void InvalidRequestsAreUsageErrors()
    {
        var file = _folder.Write("g/a.py");

        Should.Throw<UsageException>(() => Scan(new CorpusOptions { Include = ["a//b"] }));
        Should.Throw<UsageException>(() => Scan(new CorpusOptions { Pattern = "" }));
        Should.Throw<UsageException>(() => Scan(new CorpusOptions { Interval = TimeSpan.Zero }));
        Should.Throw<UsageException>(() => Scan(new CorpusOptions { MaxTime = TimeSpan.FromSeconds(-1) }));
        Should.Throw<UsageException>(() => Scan(new CorpusOptions { StartTime = StartTime.File }));
        Should.Throw<UsageException>(() => CorpusScanner.Scan(file)).Message.ShouldContain("is a file");
        Should.Throw<UsageException>(() => CorpusScanner.Scan(file + "-nowhere")).Message.ShouldContain("there is no corpus");
    }

    [Fact]
    public void CancellingStopsIt()
    {
        _folder.Write("g/a.py");

        Should.Throw<OperationCanceledException>(() => CorpusScanner.Scan(_folder.Root, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void EveryScriptFoundIsInExactlyOneList()
    {
        string[] paths = ["a.py", "g/a.py", "g/b.py", "g/in/c.py", "h/a.py", "h/dead.py", "0-60/x.py", "60-120/y/z.py"];
        Link("h/dead.py", "nothing");
        var offsets = Gen.Choose(-50, 300).ArrayOf(paths.Length);
        var options =
            from filter in Gen.Elements(null, "a", "^g/", "[bc]\\.py$", "dead")
            from include in Gen.Elements("", "g", "**/a.py", "0-60/**", "d*")
            from exclude in Gen.Elements("", "in", "h/*", "dead.py")
            from interval in Gen.Choose(1, 90)
            from maxTime in Gen.Choose(0, 200)
            from start in Gen.Elements("first", "1700000000")
            select new CorpusOptions
            {
                Filter = filter,
                Include = include.Length > 0 ? [include] : [],
                Exclude = exclude.Length > 0 ? [exclude] : [],
                Interval = TimeSpan.FromSeconds(interval),
                MaxTime = maxTime > 0 ? TimeSpan.FromSeconds(maxTime) : null,
                StartTime = StartTime.Parse(start),
            };

        Prop.ForAll(
            offsets.Zip(options).ToArbitrary(),
            pair =>
            {
                foreach (var (path, offset) in paths.Zip(pair.Item1).Where(item => item.First != "h/dead.py"))
                {
                    _folder.Write(path, offset);
                }

                var corpus = Scan(pair.Item2);

                corpus.Scripts.Select(script => script.Path).Concat(corpus.LeftOut.Select(script => script.Path)).Concat(corpus.Failures.Select(script => script.Path))
                    .Order(StringComparer.Ordinal).ShouldBe(paths.Order(StringComparer.Ordinal));
                corpus.Found.ShouldBe(paths.Length);
                corpus.LeftOutCounts.Values.Sum().ShouldBe(corpus.LeftOut.Count);
                corpus.Scripts.ShouldAllBe(script => script.Bucket.Start <= script.Offset && script.Offset <= script.Bucket.End);
                corpus.Buckets.Zip(corpus.Buckets.Skip(1)).ShouldAllBe(two => two.First.End <= two.Second.Start);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
    }

    private ScannedCorpus Scan(CorpusOptions? options = null) =>
        CorpusScanner.Scan(_folder.Root, options, cancellationToken: TestContext.Current.CancellationToken);

    private void Link(string path, string target)
    {
        var full = Path.Join(_folder.Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.CreateSymbolicLink(full, target);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(program, arguments);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
    }
}
