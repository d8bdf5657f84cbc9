using System.Text;
using CovTools.Reports;
using Microsoft.Build.Framework;

namespace CovTools.MSBuild;

/// <summary>A report that is wanted: where, and in which format.</summary>
internal sealed class ReportFile
{
    private static readonly string[] s_numbers = ["text", "csv", "markdown", "badge"];
    private static readonly string[] s_views = ["llvm-json", "lcov", "cobertura", "sonar", "codecov-json"];
    private static readonly string[] s_summaries = ["llvm-json", "lcov"];

    private ReportFile(ITaskItem item, string format, bool isSummary)
    {
        Item = item;
        Path = item.FullPath();
        Format = format;
        IsSummary = isSummary;
    }

    public ITaskItem Item { get; }

    public string Path { get; }

    public string Format { get; }

    /// <summary>Numbers of files only, of a format that has more.</summary>
    public bool IsSummary { get; }

    /// <summary>Lines, regions or functions are shown.</summary>
    public bool NeedsViews => !IsSummary && s_views.Contains(Format, StringComparer.Ordinal);

    /// <summary>Reads an item.</summary>
    /// <exception cref="CovErrorException">There is no such format, or it cannot show what is wanted.</exception>
    public static ReportFile Read(ITaskItem item, CoverageQuery query)
    {
        var format = item.Text("Format") ?? "text";
        if (!s_numbers.Concat(s_views).Contains(format, StringComparer.Ordinal))
        {
            throw new CovErrorException(DiagnosticCode.InvalidReport, item.FullPath(), $"Format='{format}' is none of {string.Join(", ", s_numbers.Concat(s_views))}");
        }

        var isSummary = item.Flag("SummaryOnly");
        if (isSummary && !s_summaries.Contains(format, StringComparer.Ordinal))
        {
            throw new CovErrorException(DiagnosticCode.InvalidReport, item.FullPath(), $"SummaryOnly is for {string.Join(" and ", s_summaries)}, not for {format}");
        }

        if (query.IsSourceUnion && !s_numbers.Contains(format, StringComparer.Ordinal))
        {
            throw new CovErrorException(DiagnosticCode.InvalidReport, item.FullPath(), $"{format} exists by the metric {ReportedSummary.LlvmMetric} only; CovToolsMetric is {query.Metric}");
        }

        return new ReportFile(item, format, isSummary);
    }

    /// <summary>Writes the report.</summary>
    public void Write(Stream output, CoverageSource source, IReadOnlyList<string> roots, CancellationToken cancellationToken)
    {
        var maps = source.Query.PathMaps;
        switch (Format)
        {
            case "text":
                WriteText(output, source);
                break;
            case "llvm-json" when IsSummary:
                LlvmJsonReport.WriteSummary(output, source.Summary, source.Query.Release);
                break;
            case "llvm-json":
                LlvmJsonReport.Write(output, source.Report, null, cancellationToken);
                break;
            case "lcov":
                LcovReport.Write(output, source.Report, new LcovOptions { SummaryOnly = IsSummary }, cancellationToken);
                break;
            case "cobertura":
                CoberturaReport.Write(output, source.Report, new CoberturaOptions { PathMaps = maps, Sources = [.. roots] });
                break;
            case "sonar":
                SonarReport.Write(output, source.Report, maps);
                break;
            case "codecov-json":
                CodecovReport.Write(output, source.Report, maps);
                break;
            default:
                WriteNumbers(output, source.Numbers, maps);
                break;
        }
    }

    /// <summary>The table of llvm-cov has no place for the name of its metric, and no other one.</summary>
    private static void WriteText(Stream output, CoverageSource source)
    {
        if (source.Query.IsSourceUnion)
        {
            output.Write(Encoding.UTF8.GetBytes($"Metric: {source.Summary.MetricName}\n"));
        }

        var maps = source.Query.PathMaps;
        FileTextReport.Write(output, [.. source.Summary.Files.Select(file => file with { Path = maps.Apply(file.Path) })], new TextReportOptions { Release = source.Query.Release });
    }

    private void WriteNumbers(Stream output, ReportedSummary numbers, PathMapSet maps)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        switch (Format)
        {
            case "csv":
                CsvReport.Write(writer, numbers);
                break;
            case "markdown":
                MarkdownReport.Write(writer, numbers, new MarkdownOptions { PathMaps = maps });
                break;
            case "badge":
                BadgeReport.Write(writer, numbers);
                break;
            default:
                throw new InvalidOperationException($"'{Format}' passed the check of formats");
        }
    }
}
