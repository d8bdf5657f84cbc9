namespace CovTools.Tests;

public sealed class PathMapTests
{
    [Theory]
    [InlineData("/build=/src", "/build/a.c", "/src/a.c")]
    [InlineData("/build/=/src/", "/build/a.c", "/src/a.c")]
    [InlineData("/build=", "/build/sub/a.c", "sub/a.c")]
    [InlineData("/build=/", "/build/a.c", "/a.c")]
    [InlineData("gen=out/gen", "gen/a.c", "out/gen/a.c")]
    [InlineData("/**/execroot/*=/r", "/x/y/execroot/z/a.c", "/r/a.c")]
    [InlineData("/build/a.c=b.c", "/build/a.c", "b.c")]
    [InlineData("/a=x=y", "/a/f.c", "x=y/f.c")]
    [InlineData(@"C:\work=src", @"C:\work\lib\a.cpp", "src/lib/a.cpp")]
    [InlineData("C:/work=src", @"C:\work\lib\a.cpp", "src/lib/a.cpp")]
    public void TheBeginningOfAPathIsReplacedInWholeNames(string map, string path, string expected) => PathMap.Parse(map).TryApply(path).ShouldBe(expected);

    [Theory]
    [InlineData("/build=/src", "/builds/a.c")]
    [InlineData("/build=/src", "build/a.c")]
    [InlineData("build=/src", "/build/a.c")]
    [InlineData("/build=/src", "/x/build/a.c")]
    [InlineData("/build=/src", "")]
    [InlineData(@"C:\work=src", @"C:\works\a.cpp")]
    [InlineData("/a/b=x", @"/a\b/c")]
    public void APathThatDoesNotBeginWithItIsNotMapped(string map, string path) => PathMap.Parse(map).TryApply(path).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("/build")]
    [InlineData("=/src")]
    [InlineData("/a//b=/src")]
    [InlineData("/../a=/src")]
    public void WhatIsNoMapIsAUsageError(string text) => Should.Throw<UsageException>(() => PathMap.Parse(text)).Message.ShouldContain("invalid");

    [Fact]
    public void TheMapThatReplacesMostApplies()
    {
        var maps = new PathMapSet([PathMap.Parse("/b=/1"), PathMap.Parse("/b/gen=/2"), PathMap.Parse("/b/g*=/3"), PathMap.Parse("/b/gen/deep=/4")]);

        maps.Apply("/b/a.c").ShouldBe("/1/a.c");
        maps.Apply("/b/gen/a.c").ShouldBe("/2/a.c");
        maps.Apply("/b/gone/a.c").ShouldBe("/3/a.c");
        maps.Apply("/b/gen/deep/a.c").ShouldBe("/4/a.c");
        maps.Apply("/c/a.c").ShouldBe("/c/a.c");
    }

    [Fact]
    public void UnmappedPathsAreListedOnlyWhenThereAreMaps()
    {
        new PathMapSet([PathMap.Parse("/b=/1")]).Unmapped(["/c/a.c", "/b/a.c", "a.c"]).ShouldBe(["/c/a.c", "a.c"]);
        PathMapSet.None.Unmapped(["/c/a.c"]).ShouldBeEmpty();
    }
}
