using System.Text;
using CovTools.Coverage;
using CovTools.Reports;

namespace CovTools.Testing;

/// <summary>A file of results for other programs (docs/formats.md).</summary>
internal sealed record ResultFormat(string Name, string Extension, Action<Stream, CoverageReport> Write)
{
    /// <summary>All that there are.</summary>
    public static IReadOnlyList<ResultFormat> All { get; } =
    [
        new("badge", "svg", static (stream, report) => Text(stream, writer => BadgeReport.Write(writer, report))),
        new("cobertura", "cobertura.xml", static (stream, report) => CoberturaReport.Write(stream, report)),
        new("codecov-json", "codecov.json", static (stream, report) => CodecovReport.Write(stream, report)),
        new("csv", "csv", static (stream, report) => Text(stream, writer => CsvReport.Write(writer, report))),
        new("json", "json", static (stream, report) => LlvmJsonReport.Write(stream, report)),
        new("lcov", "info", static (stream, report) => LcovReport.Write(stream, report)),
        new("markdown", "md", static (stream, report) => Text(stream, writer => MarkdownReport.Write(writer, report))),
        new("sonar", "sonar.xml", static (stream, report) => SonarReport.Write(stream, report)),
    ];

    /// <summary>Finds formats by their names.</summary>
    /// <exception cref="TestingException">There is none of that name.</exception>
    public static IReadOnlyList<ResultFormat> Find(IEnumerable<string> names) =>
    [
        .. names.Distinct(StringComparer.Ordinal).Select(name => All.FirstOrDefault(format => format.Name == name)
            ?? throw TestingException.Of(TestingCode.InvalidSetting, "", $"'{name}' is no format of results; there are {string.Join(", ", All.Select(format => format.Name))}")),
    ];

    private static void Text(Stream stream, Action<TextWriter> write)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        write(writer);
    }
}
