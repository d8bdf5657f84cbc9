using CovTools.Coverage;
using CovTools.Reports;

namespace CovTools.Tests.Reports;

public sealed class ChangeGateTests
{
    private static readonly ReportedFile[] s_files =
    [
        File("/r/a.c", (1, 1), (2, 0), (3, 0), (5, 7), (9, 0)),
        File("/r/sub/a.c", (1, 1)),
        File("/r/sub/deep/b.c", (1, 0)),
        File("lib/c.c", (4, 2)),
    ];

    [Fact]
    public void ChangedLinesWithCodeAreCountedAndUncoveredOnesListed()
    {
        var change = Measure(null, new ChangedFile("r/a.c", [new(1, 3), new(4, 4), new(9, 20)]), new ChangedFile("docs/x.md", [new(1, 9)]), new ChangedFile("r/sub/a.c", []));

        change.Lines.ShouldBe(new Metric(1, 4));
        change.NotMeasured.ShouldBe(["docs/x.md"]);
        var file = change.Files.ShouldHaveSingleItem();
        file.Path.ShouldBe("/r/a.c");
        string.Join(' ', file.Uncovered).ShouldBe("2-3 9");
        ChangeGate.Check(change, Threshold.Parse("change:line=25")).ShouldBeEmpty();
        ChangeGate.Check(change).ShouldHaveSingleItem().ToString().ShouldBe("changed lines: line 25.00% (1 of 4), wanted 100%");
    }

    [Fact]
    public void APatchWithoutCodePasses() => ChangeGate.Check(Measure(null, new ChangedFile("sub/deep/b.c", [new(100, 200)]))).ShouldBeEmpty();

    [Theory]
    [InlineData("deep/b.c", null, "/r/sub/deep/b.c")]
    [InlineData("/r/a.c", null, "/r/a.c")]
    [InlineData("a.c", "/r", "/r/a.c")]
    [InlineData("sub/a.c", "/other", "/r/sub/a.c")]
    [InlineData("project/lib/c.c", null, "lib/c.c")]
    [InlineData("eep/b.c", null, null)]
    [InlineData("", null, null)]
    public void PathsAreComparedByTheirEndsInWholeNames(string path, string? root, string? expected)
    {
        var index = new PatchPaths(s_files.Select(file => file.Path), root).Find(path);

        (index is { } found ? s_files[found].Path : null).ShouldBe(expected);
    }

    [Fact]
    public void AnAmbiguousPathIsAUsageErrorWithTheCandidates() =>
        Should.Throw<UsageException>(() => Measure(null, new ChangedFile("a.c", [new(1, 1)]))).Message.ShouldContain("'/r/a.c', '/r/sub/a.c'");

    private static ChangeCoverage Measure(string? root, params ChangedFile[] changed) => ChangeGate.Measure(s_files, s_files.Select(file => file.Path), new Patch(changed, root));

    private static ReportedFile File(string path, params (int Line, int Count)[] lines) =>
        new(path, [.. lines.Select(line => new ReportedLine((uint)line.Line, (ulong)line.Count, default))], []);
}
