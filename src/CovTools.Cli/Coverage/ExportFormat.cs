using System.Text;
using CovTools.Reports;

namespace CovTools.Cli.Coverage;

/// <summary>The formats that <c>export</c> and <c>report</c> write for other programs.</summary>
internal static class ExportFormat
{
    /// <summary>Formats with lines, and those with numbers only.</summary>
    public static string[] All { get; } = ["cobertura", "sonar", "codecov-json", .. Numbers];

    /// <summary>Formats with numbers only.</summary>
    public static string[] Numbers => ["csv", "markdown", "badge"];

    /// <summary>Writes a report in one of <see cref="All"/>.</summary>
    /// <param name="format">The format's name.</param>
    /// <param name="output">Where to; it stays open.</param>
    /// <param name="session">What to write.</param>
    /// <param name="cancellationToken">Stops the demangler.</param>
    public static void Write(string format, Stream output, CoverageSession session, CancellationToken cancellationToken)
    {
        var request = session.Request;
        switch (format)
        {
            case "cobertura":
                CoberturaReport.Write(output, session.Report, new CoberturaOptions
                {
                    PathMaps = request.PathMaps,
                    Sources = [.. request.SourceFolders.Select(SourcePath.Absolute)],
                    Demangle = NameDemangler.Read(request.Demangler, session.Report, cancellationToken),
                });
                break;
            case "sonar":
                SonarReport.Write(output, session.Report, request.PathMaps);
                break;
            case "codecov-json":
                CodecovReport.Write(output, session.Report, request.PathMaps);
                break;
            default:
                using (var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true) { NewLine = "\n" })
                {
                    WriteNumbers(format, writer, session.Numbers, request);
                }

                break;
        }
    }

    private static void WriteNumbers(string format, StreamWriter writer, ReportedSummary summary, CoverageRequest request)
    {
        switch (format)
        {
            case "csv":
                CsvReport.Write(writer, summary);
                break;
            case "markdown":
                MarkdownReport.Write(writer, summary, new MarkdownOptions { PathMaps = request.PathMaps });
                break;
            case "badge":
                BadgeReport.Write(writer, summary);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "not a format of this kind");
        }
    }
}
