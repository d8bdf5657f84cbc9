using System.CommandLine;
using CovTools.Reports;

namespace CovTools.Cli.Coverage;

/// <summary>The verb <c>export</c>.</summary>
internal static class ExportCommand
{
    public const string Name = "export";

    private const string Help = """
        Write coverage for other programs, as llvm-cov export does, from profiles and binaries of any LLVM version. Takes its arguments, too.

        Example:
          dotnet cov-collect export ./libfoo.so --profile profiles/ --format llvm-json -o coverage.json
        """;

    public static Command Create()
    {
        var options = new CoverageOptionSet();
        var own = new ExportOptionSet();
        return CoverageVerb.Create(Name, Help, options, own.All, (parsed, request, cancellationToken) =>
        {
            var format = parsed.GetRequiredValue(own.Format);
            OutputFormat.Check(Name, format, ["llvm-json", "text", "lcov", .. ExportFormat.All, KeptObject.Format]);
            if (format == KeptObject.Format)
            {
                KeptObject.Write(request);
                return ExitCode.Complete;
            }

            var summaryOnly = parsed.GetValue(options.SummaryOnly);
            var needs = NeedsOf(format, summaryOnly);
            if (!ExportFormat.Numbers.Contains(format))
            {
                request.RequireLlvmMetric($"--format {format}");
            }

            using var session = CoverageSession.Open(request, needs, keepsNothing: false, cancellationToken);
            request.WriteOutput(output =>
            {
                switch (format)
                {
                    case "llvm-json" or "text" when summaryOnly:
                        LlvmJsonReport.WriteSummary(output, session.Summary, request.Release);
                        break;
                    case "llvm-json" or "text":
                        LlvmJsonReport.Write(output, session.Report, own.ReadJson(parsed), cancellationToken);
                        break;
                    case "lcov" when summaryOnly && session.HasPathsOfText:
                        LcovReport.WriteSummary(output, session.Summary, own.ReadLcov(parsed, summaryOnly));
                        break;
                    case "lcov":
                        LcovReport.Write(output, session.Report, own.ReadLcov(parsed, summaryOnly), cancellationToken);
                        break;
                    default:
                        ExportFormat.Write(format, output, session, cancellationToken);
                        break;
                }
            });
            return CoverageVerb.Finish(session, cancellationToken);
        });
    }

    private static SessionNeeds NeedsOf(string format, bool summaryOnly) => format switch
    {
        "llvm-json" or "text" or "lcov" => summaryOnly ? SessionNeeds.Numbers : SessionNeeds.Views,
        _ => ExportFormat.Numbers.Contains(format) ? SessionNeeds.Numbers : SessionNeeds.Views,
    };
}
