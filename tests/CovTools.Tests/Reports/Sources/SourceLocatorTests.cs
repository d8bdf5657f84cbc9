using CovTools.Reports;

namespace CovTools.Tests.Reports;

public sealed class SourceLocatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SourceLocatorTests()
    {
        foreach (var file in new[] { "src/lib/a.c", "src/app/a.c", "src/lib/b.c", "src/.git/c.c", "other/d.c" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[file])!);
            File.WriteAllText(_folder[file], "x");
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AMapComesFirstThenThePlaceItself()
    {
        var locator = new SourceLocator(new PathMapSet([new PathMap("/build", _folder["src"])]));

        locator.Find("/build/lib/a.c").ShouldBe(_folder["src/lib/a.c"]);
        locator.Find(_folder["other/d.c"]).ShouldBe(_folder["other/d.c"]);
        locator.Find("/build/lib/none.c").ShouldBeNull();
    }

    [Fact]
    public void RelativePathsAreRelativeToTheCompilationDirectoryAndTheRoots()
    {
        var locator = new SourceLocator(roots: [_folder["other"]], compilationDirectory: _folder["src"]);

        locator.Find("lib/b.c").ShouldBe(_folder["src/lib/b.c"]);
        locator.Find("d.c").ShouldBe(_folder["other/d.c"]);
    }

    [Fact]
    public void ARootIsSearchedForTheLongestCommonEndAndOnlyAUniqueOneIsTaken()
    {
        var locator = new SourceLocator(roots: [_folder["src"], _folder["src/lib"]]);

        locator.Find("/build/x/lib/a.c").ShouldBe(_folder["src/lib/a.c"]);
        locator.Find("/build/x/b.c").ShouldBe(_folder["src/lib/b.c"]);
        locator.Find("/build/x/a.c").ShouldBeNull();
        locator.Find("/build/x/c.c").ShouldBeNull();
        locator.Find("").ShouldBeNull();
    }
}
