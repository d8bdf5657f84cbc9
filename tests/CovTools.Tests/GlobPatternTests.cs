using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.FileSystemGlobbing;

namespace CovTools.Tests;

public sealed class GlobPatternTests
{
    [Theory]
    [InlineData("**/*.py", "a.py", true)]
    [InlineData("**/*.py", "g/h/a.py", true)]
    [InlineData("**/*.py", "g/a.PY", false)]
    [InlineData("*.py", "g/h/a.py", true)]
    [InlineData("/*.py", "a.py", true)]
    [InlineData("/*.py", "g/a.py", false)]
    [InlineData("./a.py", "a.py", true)]
    [InlineData("./a.py", "g/a.py", false)]
    [InlineData("g/**", "g/a/b.py", true)]
    [InlineData("g/**", "g", false)]
    [InlineData("g/", "g/a.py", true)]
    [InlineData("g/**/b.py", "g/b.py", true)]
    [InlineData("g/**/b.py", "g/x/y/b.py", true)]
    [InlineData("**/a/**/b/*", "x/a/a/b/b/c", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("a[b]", "ab", false)]
    [InlineData("a[b]", "a[b]", true)]
    [InlineData("a*b*c", "aXbYbc", true)]
    [InlineData("a*b*c", "aXcYb", false)]
    public void PathsMatchAsDocumented(string pattern, string path, bool expected)
    {
        GlobPattern.Parse(pattern).IsMatch(path).ShouldBe(expected);
    }

    [Theory]
    [InlineData("crash", "g/crash/a.py", true)]
    [InlineData("/crash", "g/crash/a.py", false)]
    [InlineData("g/crash", "g/crash/a.py", true)]
    [InlineData("g/crash", "g/crashes/a.py", false)]
    public void AFolderThatMatchesStandsForWhatIsInIt(string pattern, string path, bool expected)
    {
        GlobPattern.Parse(pattern).IsMatchOrInside(path).ShouldBe(expected);
    }

    [Theory]
    [InlineData("secret", true)]
    [InlineData("secret/**", true)]
    [InlineData("secret/*", false)]
    [InlineData("secret/**/*.py", false)]
    public void OnlyAPatternForEverythingCoversAFolder(string pattern, bool expected)
    {
        GlobPattern.Parse(pattern).CoversFolder("secret").ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("a//b")]
    [InlineData("../a")]
    [InlineData("a/./b")]
    public void InvalidPatternsAreRefused(string pattern)
    {
        Should.Throw<UsageException>(() => GlobPattern.Parse(pattern)).Message.ShouldContain($"'{pattern}'");
    }

    [Fact]
    public void AHostilePatternDoesNotTakeForEver()
    {
        var pattern = GlobPattern.Parse("**/" + string.Concat(Enumerable.Repeat("*a", 200)) + "b/**/" + string.Join('/', Enumerable.Repeat("**/x", 100)) + "/y");
        var path = string.Join('/', Enumerable.Repeat(new string('a', 255), 15));

        var watch = System.Diagnostics.Stopwatch.StartNew();
        pattern.IsMatch(path).ShouldBeFalse();

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void AnchoredPatternsMatchAsFileSystemGlobbingDoes()
    {
        var segment = Gen.Elements("a", "b", "ab", "*", "a*", "*b", "**");
        var patterns = segment.NonEmptyListOf().Where(list => list.Count is > 1 and < 6).Select(list => string.Join('/', list));
        var paths = Gen.Elements("a", "b", "ab", "ba").NonEmptyListOf().Where(list => list.Count < 7).Select(list => string.Join('/', list));

        Prop.ForAll(
            patterns.Zip(paths).ToArbitrary(),
            pair =>
            {
                var matcher = new Matcher(StringComparison.Ordinal);
                matcher.AddInclude(pair.Item1);

                return GlobPattern.Parse(pair.Item1).IsMatch(pair.Item2) == matcher.Match(pair.Item2).HasMatches;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }
}
