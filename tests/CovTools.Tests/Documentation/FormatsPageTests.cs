using System.Text;
using CovTools.Coverage;
using CovTools.Reports;

namespace CovTools.Tests.Documentation;

/// <summary>The excerpts of docs/formats.md and the lines of docs/gates.md are what the code writes.</summary>
public sealed class FormatsPageTests
{
    private static readonly ReportedFile[] s_files =
    [
        new(
            "src/sign.c",
            [new(1, 4, default), new(2, 4, new LineCondition[] { new(4, 0) }), new(3, 4, default), new(4, 0, default), new(5, 4, default)],
            [new("sign", 1, 5, 4)]),
    ];

    private static readonly CoverageTotals s_totals = new(new(4, 5), new(1, 1), new(1, 1), new(4, 5), new(1, 2), default);

    private static readonly ReportedSummary s_summary = new("llvm", [new FileSummary("src/sign.c", s_totals)], s_totals);

    [Fact]
    public void TheExcerptsAreWhatIsWritten()
    {
        var page = Page("docs/formats.md");

        page.ShouldContain($"```xml\n{Utf8(stream => CoberturaReport.Write(stream, s_files, new CoberturaOptions()))}```");
        page.ShouldContain($"```xml\n{Utf8(stream => SonarReport.Write(stream, s_files))}```");
        page.ShouldContain($"```json\n{Utf8(stream => CodecovReport.Write(stream, s_files))}```");
        page.ShouldContain($"```csv\n{Text(writer => CsvReport.Write(writer, s_summary))}```");
        page.ShouldContain($"```markdown\n{Text(writer => MarkdownReport.Write(writer, s_summary))}```");
        page.ShouldContain($"```xml\n{Text(writer => BadgeReport.Write(writer, s_summary))}```");
    }

    [Fact]
    public void TheViolationsAreWhatIsSaid()
    {
        var page = Page("docs/gates.md");
        var patch = new Patch([new ChangedFile("src/sign.c", [new(3, 4)])]);

        IEnumerable<GateViolation> violations =
        [
            .. ThresholdGate.Check(s_summary, Threshold.ParseAll(["line=90", "file:branch=60", "dir:region=85", "mcdc=10"])),
            .. ChangeGate.Check(ChangeGate.Measure(s_files, s_files.Select(file => file.Path), patch)),
        ];

        page.ShouldContain($"```text\n{string.Concat(violations.Select(violation => violation + "\n"))}```");
    }

    private static string Page(string name) => File.ReadAllText(Path.Combine(RepositoryRoot.Path, name));

    private static string Utf8(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Text(Action<TextWriter> write)
    {
        using var writer = new StringWriter();
        write(writer);
        return writer.ToString();
    }
}
