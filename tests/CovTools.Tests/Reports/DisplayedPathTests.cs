using CovTools.Reports;

namespace CovTools.Tests.Reports;

public sealed class DisplayedPathTests
{
    [Theory]
    [InlineData("/a/b/c.c", "/a/b/c.c")]
    [InlineData("/a/b/c.c /a/b/d.c", "c.c d.c")]
    [InlineData("/a/b/c.c /a/x/d.c /a/b/e.c", "b/c.c x/d.c b/e.c")]
    [InlineData("/a/bc/x.c /a/bd/x.c", "bc/x.c bd/x.c")]
    [InlineData("/a.c /b.c", "a.c b.c")]
    [InlineData("a/x.c /a/x.c", "a/x.c /a/x.c")]
    [InlineData("src/x.c src/y.c", "x.c y.c")]
    [InlineData("/a//b/x.c /a/b/y.c", "x.c .c")]
    [InlineData("/a///b /a/b", " ")]
    [InlineData("/a /a/b", " /b")]
    public void CommonFoldersAreLeftOut(string paths, string expected) =>
        string.Join(' ', DisplayedPath.WithoutCommonFolders(paths.Split(' '))).ShouldBe(expected);
}
