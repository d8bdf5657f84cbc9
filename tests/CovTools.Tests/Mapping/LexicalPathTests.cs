using CovTools.Mapping;

namespace CovTools.Tests.Mapping;

public sealed class LexicalPathTests
{
    [Theory]
    [InlineData("/a/b", "c.h", "/a/b/c.h")]
    [InlineData("/a/b/", "./c/../d.h", "/a/b/d.h")]
    [InlineData("/a", "../../../x", "/x")]
    [InlineData("/", "x", "/x")]
    [InlineData("", "../x/./y", "../x/y")]
    [InlineData("a/..", "../x", "../x")]
    [InlineData("/a//b", "c///d", "/a/b/c/d")]
    [InlineData("//net/a", "../../b", "//net/b")]
    [InlineData("/a", "", "/a")]
    public void PathsAreJoinedAndNormalisedAsLlvmDoes(string directory, string name, string expected) =>
        LexicalPath.Join(directory, name).ShouldBe(expected);

    [Theory]
    [InlineData("/a/./b", "/a/b")]
    [InlineData("/a/../b", "/b")]
    [InlineData("../b", "../b")]
    [InlineData("./b", "b")]
    [InlineData("a//b", "a/b")]
    [InlineData("/../a", "/a")]
    [InlineData("a.b/c..d", "a.b/c..d")]
    public void DotsAreLeftOut(string path, string expected) => LexicalPath.WithoutDots(path).ShouldBe(expected);
}
