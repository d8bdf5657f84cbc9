using CovTools.Corpus;

namespace CovTools.Tests.Corpus;

public sealed class BucketedTreeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ATreeOfBucketsIsUsedAsItIs()
    {
        _folder.Write("0-60/g/a.py", 1000);
        _folder.Write("60-120/g/in/b.py", 5);
        _folder.Write("60-120/c.py");
        _folder.Write("120-130.5/h/d.py");

        var corpus = Scan();

        corpus.IsBucketed.ShouldBeTrue();
        corpus.Scripts.Select(script => (script.Path, script.Group, script.Bucket.Label, script.Time)).ShouldBe(
        [
            ("0-60/g/a.py", "g", "0-60", 0), ("120-130.5/h/d.py", "h", "120-130.5", 120), ("60-120/c.py", ".", "60-120", 60), ("60-120/g/in/b.py", "g", "60-120", 60),
        ]);
        corpus.Buckets.Select(bucket => bucket.Label).ShouldBe(["0-60", "60-120", "120-130.5"]);
        corpus.Scripts.ShouldAllBe(script => script.TimeSource == TimeSourceKind.Bucket);
    }

    [Fact]
    public void FiltersAndTheCutOffStillApply()
    {
        _folder.Write("0-60/g/a.py");
        _folder.Write("0-60/g/x.py");
        _folder.Write("60-120/g/b.py");
        _folder.Write("120-180/g/c.py");

        var corpus = Scan(new CorpusOptions { Filter = "[abc].py", MaxTime = TimeSpan.FromSeconds(100) });

        corpus.Scripts.ShouldHaveSingleItem().Path.ShouldBe("0-60/g/a.py");
        corpus.LeftOutCounts.ShouldBe(new Dictionary<LeftOutReason, int> { [LeftOutReason.Filter] = 1, [LeftOutReason.BeyondMaxTime] = 2 });
        corpus.Warnings.ShouldHaveSingleItem().ShouldContain("'60-120'");
    }

    [Theory]
    [InlineData("2023-01/a.py", "2023-02/a.py")]
    [InlineData("0-60/a.py", "project/a.py")]
    [InlineData("0-60/a.py", "single.py")]
    [InlineData("0-60/a.py", "README.md")]
    [InlineData("0-60/a.py", "30-90/a.py")]
    public void OtherTreesAreNotTakenForBuckets(string first, string second)
    {
        _folder.Write(first);
        _folder.Write(second);

        var corpus = Scan();

        corpus.IsBucketed.ShouldBeFalse();
        corpus.Scripts[0].Group.ShouldBe(first.Split('/')[0]);
    }

    [Fact]
    public void AlmostABucketedTreeGivesAWarning()
    {
        _folder.Write("0-60/a.py");
        _folder.Write("60-120/a.py", 1);
        _folder.Write("README.md");

        Scan().Warnings.ShouldHaveSingleItem().ShouldContain("--bucketed");
    }

    [Fact]
    public void BeingToldDecides()
    {
        _folder.Write("0-60/g/a.py");
        _folder.Write("README.md");

        Scan(new CorpusOptions { Bucketed = BucketedTree.Yes }).IsBucketed.ShouldBeTrue();
        File.Delete(Path.Join(_folder.Root, "README.md"));
        Scan(new CorpusOptions { Bucketed = BucketedTree.No }).Scripts[0].Group.ShouldBe("0-60");
        Scan().IsBucketed.ShouldBeTrue();
        Scan(new CorpusOptions { StartTime = StartTime.Parse("1700000000") }).IsBucketed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("single.py", "'single.py' lies in no folder")]
    [InlineData("project/a.py", "'project/a.py' lies in no folder")]
    [InlineData("30-90/a.py", "overlap")]
    public void ATreeThatIsNotWhatItIsToldToBeIsAnError(string path, string message)
    {
        _folder.Write("0-60/g/a.py");
        _folder.Write(path);

        Should.Throw<UsageException>(() => Scan(new CorpusOptions { Bucketed = BucketedTree.Yes })).Message.ShouldContain(message);
    }

    [Fact]
    public void ABucketedTreeHasNoOtherClock()
    {
        _folder.Write("0-60/g/a.py");

        Should.Throw<UsageException>(() => Scan(new CorpusOptions { Bucketed = BucketedTree.Yes, StartTime = StartTime.Parse("5") })).Message.ShouldContain("contradicts");
    }

    private ScannedCorpus Scan(CorpusOptions? options = null) =>
        CorpusScanner.Scan(_folder.Root, options, cancellationToken: TestContext.Current.CancellationToken);
}
