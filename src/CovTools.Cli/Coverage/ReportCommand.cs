using System.CommandLine;
using System.Text;
using CovTools.Reports;

namespace CovTools.Cli.Coverage;

/// <summary>The verb <c>report</c>.</summary>
internal static class ReportCommand
{
    public const string Name = "report";

    private const string Help = """
        Show how much of each source file is covered, as llvm-cov report does, from profiles and binaries of any LLVM version. Takes its arguments, too.

        Example:
          dotnet cov-collect report ./libfoo.so --profile profiles/ --ignore-filename-regex third_party
        """;

    public static Command Create()
    {
        var options = new CoverageOptionSet();
        var functions = new Option<bool>("--show-functions") { Description = "A table of functions for each source file that is named" };
        var growth = new Option<bool>("--growth") { Description = "How coverage grows from --profile to --profile (buckets): the totals after each of them, as text or csv" };
        var format = new Option<string>("--format") { Description = $"text, {string.Join(", ", ExportFormat.Numbers)}", HelpName = "FORMAT", DefaultValueFactory = _ => "text" };
        return CoverageVerb.Create(Name, Help, options, [functions, growth, format], (parsed, request, cancellationToken) =>
        {
            var chosen = parsed.GetRequiredValue(format);
            OutputFormat.Check(Name, chosen, ["text", .. ExportFormat.Numbers]);
            var table = Table(parsed, options, request);
            var showsFunctions = chosen == "text" && parsed.GetValue(functions);
            if (showsFunctions)
            {
                request.RequireLlvmMetric("--show-functions");
            }

            var showsGrowth = parsed.GetValue(growth);
            if (showsGrowth && (showsFunctions || chosen is not ("text" or "csv")))
            {
                throw new UsageException("--growth is a table of its own: it goes with --format text or csv, and without --show-functions");
            }

            using var session = CoverageSession.Open(request, showsFunctions ? SessionNeeds.Views : SessionNeeds.Numbers, keepsNothing: false, cancellationToken);
            var files = session.FilesInOrder();
            if (showsGrowth)
            {
                var points = Growth.Measure(session, cancellationToken);
                request.WriteOutput(output => Growth.Write(output, chosen, session.Numbers.Metric, points));
            }
            else if (chosen != "text")
            {
                request.WriteOutput(output => ExportFormat.Write(chosen, output, session, cancellationToken));
            }
            else if (showsFunctions)
            {
                if (session.Filter.Listed.Count == 0)
                {
                    throw new IOException("--show-functions needs source files that have coverage: name them behind the binary");
                }

                var names = NameDemangler.Read(request.Demangler, session.Report, cancellationToken);
                request.WriteOutput(output => FunctionTextReport.Write(output, session.Report, files, table, names));
            }
            else
            {
                var rows = session.Summary.Files;
                request.WriteOutput(output =>
                {
                    // The table of llvm-cov has no place for the name of its metric, and no other one.
                    if (request.IsSourceUnion)
                    {
                        output.Write(Encoding.UTF8.GetBytes($"Metric: {session.Summary.MetricName}\n"));
                    }

                    FileTextReport.Write(output, [.. files.Select(index => rows[index] with { Path = request.PathMaps.Apply(rows[index].Path) })], table);
                });
            }

            return CoverageVerb.Finish(session, cancellationToken);
        });
    }

    private static TextReportOptions Table(ParseResult parsed, CoverageOptionSet options, CoverageRequest request) => new()
    {
        Release = request.Release,
        Regions = parsed.GetValue(options.RegionSummary),
        Functions = parsed.GetValue(options.FunctionSummary),
        Instantiations = parsed.GetValue(options.InstantiationSummary),
        Branches = parsed.GetValue(options.BranchSummary),
        Mcdc = parsed.GetValue(options.McdcSummary),
        HasColor = request.HasColor,
    };
}
