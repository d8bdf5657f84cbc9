namespace CovTools.Tests.Runtime;

/// <summary>What docs/python.md and docs/sanitizer-coverage.md show is done, and gives what they say.</summary>
public sealed class CovtoolsPagesTests
{
    [Theory]
    [InlineData("python.md")]
    [InlineData("sanitizer-coverage.md")]
    public void TheExamplesAreTrue(string page)
    {
        NativeTools.Require("clang-19");
        NativeTools.Require("clang++-19");

        Covtools.Check("page.py", "check", Path.Combine(TestFolders.Repository, "docs", page), TestFolders.Create("page"));
    }
}
