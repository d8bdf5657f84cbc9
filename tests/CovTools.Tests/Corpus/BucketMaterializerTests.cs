using CovTools.Corpus;

namespace CovTools.Tests.Corpus;

public sealed class BucketMaterializerTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TempFolder _other = new();

    public BucketMaterializerTests()
    {
        _folder.Write("g/a.py", 0.25);
        _folder.Write("g/in/b.py", 70);
        _folder.Write("single.py", 5);
        File.CreateSymbolicLink(Path.Join(_folder.Root, "g/link.py"), "in/b.py");
    }

    private string Output => Path.Join(_other.Root, "out");

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData(MaterializeMode.HardLink)]
    [InlineData(MaterializeMode.SymbolicLink)]
    [InlineData(MaterializeMode.Copy)]
    public void TheTreeHasTheSameScriptsInTheSameBucketsAndKeepsTheirTimes(MaterializeMode mode)
    {
        var corpus = Scan(_folder.Root);

        Run(corpus, mode).ShouldBe(new MaterializeResult(4, 0, 0, []), new ByCounts());

        Files().ShouldBe(["0-60/g/a.py", "0-60/single.py", "60-120/g/in/b.py", "60-120/g/link.py"]);
        var again = Scan(Output);
        again.IsBucketed.ShouldBeTrue();
        again.Scripts.Select(script => (script.Group, script.Bucket, script.ContentHash)).ShouldBe(
            corpus.Scripts.OrderBy(script => script.Bucket.Label + "/" + script.Path, StringComparer.Ordinal).Select(script => (script.Group, script.Bucket, script.ContentHash)));
        var target = new FileInfo(Path.Join(Output, "0-60/g/a.py"));
        (target.ResolveLinkTarget(true) ?? target).LastWriteTimeUtc.ShouldBe(File.GetLastWriteTimeUtc(Path.Join(_folder.Root, "g/a.py")));
        (target.LinkTarget is not null).ShouldBe(mode == MaterializeMode.SymbolicLink);
    }

    [Theory]
    [InlineData(MaterializeMode.HardLink)]
    [InlineData(MaterializeMode.SymbolicLink)]
    [InlineData(MaterializeMode.Copy)]
    public void DoingItAgainChangesNothing(MaterializeMode mode)
    {
        var corpus = Scan(_folder.Root);
        Run(corpus, mode);
        var before = Files();
        File.WriteAllText(Path.Join(Output, "0-60/g/.covtools-new"), "left by a killed run");

        Run(corpus, mode).ShouldBe(new MaterializeResult(0, 4, 0, []), new ByCounts());

        File.Delete(Path.Join(Output, "0-60/g/.covtools-new"));
        Files().ShouldBe(before);
    }

    [Fact]
    public void AHardLinkIsTheSameFile()
    {
        Run(Scan(_folder.Root), MaterializeMode.HardLink);

        File.AppendAllText(Path.Join(_folder.Root, "g/a.py"), "# more");

        File.ReadAllText(Path.Join(Output, "0-60/g/a.py")).ShouldEndWith("# more");
    }

    [Theory]
    [InlineData(MaterializeMode.HardLink)]
    [InlineData(MaterializeMode.SymbolicLink)]
    [InlineData(MaterializeMode.Copy)]
    public void AFileThatDiffersIsAnErrorUnlessForced(MaterializeMode mode)
    {
        var corpus = Scan(_folder.Root);
        var target = Path.Join(Output, "0-60/g/a.py");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllText(target, "something else");

        Should.Throw<UsageException>(() => Run(corpus, mode)).Message.ShouldContain("differs");
        File.ReadAllText(target).ShouldBe("something else");
        Run(corpus, mode, force: true).Replaced.ShouldBe(1);

        File.ReadAllText(target).ShouldBe(File.ReadAllText(Path.Join(_folder.Root, "g/a.py")));
    }

    [Fact]
    public void ACopyWithAnotherTimeDiffers()
    {
        var corpus = Scan(_folder.Root);
        Run(corpus, MaterializeMode.Copy);
        File.SetLastWriteTimeUtc(Path.Join(Output, "0-60/g/a.py"), DateTime.UnixEpoch);

        Should.Throw<UsageException>(() => Run(corpus, MaterializeMode.Copy));
    }

    [Fact]
    public void FilesOfAnotherTreeAreNotMixedIn()
    {
        Run(Scan(_folder.Root), MaterializeMode.Copy);
        var other = CorpusScanner.Scan(_folder.Root, new CorpusOptions { Interval = TimeSpan.FromSeconds(30) }, cancellationToken: TestContext.Current.CancellationToken);

        Should.Throw<UsageException>(() => Run(other, MaterializeMode.Copy)).Message.ShouldContain("does not belong");

        Files().Length.ShouldBe(4);
        Run(other, MaterializeMode.Copy, force: true).Created.ShouldBe(4);
    }

    [Theory]
    [InlineData("")]
    [InlineData("out")]
    [InlineData("../same/out")]
    public void TheCorpusItselfIsNoPlaceForIt(string output)
    {
        Directory.CreateSymbolicLink(Path.Join(_other.Root, "same"), _folder.Root);
        var corpus = Scan(_folder.Root);
        var place = output.StartsWith("..", StringComparison.Ordinal) ? Path.Join(_other.Root, output[3..]) : Path.Join(_folder.Root, output);

        Should.Throw<UsageException>(() => new BucketMaterializer(corpus, place, MaterializeMode.Copy)).Message.ShouldContain("lies in the corpus");
    }

    [Fact]
    public void HardLinksAcrossFileSystemsAreAUsageErrorWithAHint()
    {
        const string Memory = "/dev/shm";
        Assert.SkipUnless(Directory.Exists(Memory), "needs a second file system");
        var output = Path.Join(Memory, $"covtools-{Guid.NewGuid():N}");
        var corpus = Scan(_folder.Root);
        try
        {
            var exception = Should.Throw<UsageException>(() => new BucketMaterializer(corpus, output, MaterializeMode.HardLink).Run(TestContext.Current.CancellationToken));

            exception.Message.ShouldContain("--by copy");
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }

    [Theory]
    [InlineData(MaterializeMode.HardLink)]
    [InlineData(MaterializeMode.SymbolicLink)]
    [InlineData(MaterializeMode.Copy)]
    public void AVanishedScriptFailsAndTheOthersAreMade(MaterializeMode mode)
    {
        var corpus = Scan(_folder.Root);
        File.Delete(Path.Join(_folder.Root, "g/a.py"));

        var result = Run(corpus, mode);

        result.Failures.ShouldHaveSingleItem().Path.ShouldBe("g/a.py");
        result.Created.ShouldBe(3);
        Files().Length.ShouldBe(3);
    }

    private string[] Files() =>
        [.. Directory.EnumerateFiles(Output, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Output, file)).Order(StringComparer.Ordinal)];

    private MaterializeResult Run(ScannedCorpus corpus, MaterializeMode mode, bool force = false) =>
        new BucketMaterializer(corpus, Output, mode, force).Run(TestContext.Current.CancellationToken);

    private static ScannedCorpus Scan(string root) => CorpusScanner.Scan(root, cancellationToken: TestContext.Current.CancellationToken);

    private sealed class ByCounts : IEqualityComparer<MaterializeResult>
    {
        public bool Equals(MaterializeResult? x, MaterializeResult? y) => Key(x) == Key(y);

        public int GetHashCode(MaterializeResult obj) => Key(obj).GetHashCode();

        private static (int?, int?, int?, int?) Key(MaterializeResult? result) => (result?.Created, result?.Unchanged, result?.Replaced, result?.Failures.Count);
    }
}
