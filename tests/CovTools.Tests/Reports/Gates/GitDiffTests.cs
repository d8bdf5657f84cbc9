using CovTools.Reports;
using CovTools.Tests.Modules;

namespace CovTools.Tests.Reports;

public sealed class GitDiffTests : IDisposable
{
    private const string GitProgram = "/usr/bin/git";

    private readonly TemporaryFolder _folder = new();

    public GitDiffTests()
    {
        ToolRunner.Require(GitProgram);
        Git("init", "-q", "-b", "main");
        Git("config", "user.name", "t");
        Git("config", "user.email", "t@example.org");
        Git("config", "diff.noprefix", "true");
        Git("config", "diff.external", "/bin/false");
        Git("config", "color.diff", "always");
        Directory.CreateDirectory(_folder["sub"]);
        Write("sub/ä b.c", "1\n2\n3\n");
        Commit();
        Write("sub/ä b.c", "1\nzwei\n3\nvier");
        Write("new.c", "x\r\ny\r\n");
        File.WriteAllBytes(_folder["binary"], [0, 1, 2, 0]);
        Commit();
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("HEAD~1..HEAD")]
    [InlineData("HEAD~1")]
    [InlineData("HEAD~1...main")]
    public void ARangeIsAskedFromGitWhateverItsConfigurationSays(string range)
    {
        var patch = Patch.Open(range, _folder["sub"], TestContext.Current.CancellationToken);

        patch.Files.Select(file => $"{file.Path}: {string.Join(' ', file.Lines)}").ShouldBe(["new.c: 1-2", "sub/ä b.c: 2 4"], ignoreOrder: true);
        patch.Root.ShouldBe(_folder.Path);
    }

    [Theory]
    [InlineData("nonsense..HEAD")]
    [InlineData("HEAD~7")]
    [InlineData("--output=pwned")]
    [InlineData("")]
    public void AnUnknownRangeIsAUsageError(string range)
    {
        Should.Throw<UsageException>(() => Patch.Open(range, _folder.Path, TestContext.Current.CancellationToken)).Message.ShouldContain($"'{range}'");
        File.Exists(_folder["pwned"]).ShouldBeFalse();
    }

    [Fact]
    public void AFolderOutsideOfARepositoryIsAUsageError()
    {
        using var outside = new TemporaryFolder();

        Should.Throw<UsageException>(() => Patch.Open("HEAD", outside.Path, TestContext.Current.CancellationToken)).Message.ShouldContain("not a git repository");
        Should.Throw<UsageException>(() => Patch.Open("HEAD", outside["none"], TestContext.Current.CancellationToken)).Message.ShouldContain("there is no folder");
    }

    [Fact]
    public void AFileWithADiffNeedsNoGit()
    {
        Write("x.diff", "--- a/x.c\n+++ b/x.c\n@@ -0,0 +1 @@\n+x\n");

        Patch.Open(_folder["x.diff"], "/nowhere", TestContext.Current.CancellationToken).Files.ShouldHaveSingleItem().Path.ShouldBe("x.c");
    }

    private void Commit()
    {
        Git("add", ".");
        Git("commit", "-q", "-m", "x");
    }

    private void Git(params string[] arguments) => ToolRunner.Run(GitProgram, ["-C", _folder.Path, .. arguments]);

    private void Write(string name, string text) => File.WriteAllText(_folder[name], text);
}
