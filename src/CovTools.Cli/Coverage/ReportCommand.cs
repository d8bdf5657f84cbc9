using System.CommandLine;
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
        var format = new Option<string>("--format") { Description = "text", HelpName = "text", DefaultValueFactory = _ => "text" };
        return CoverageVerb.Create(Name, Help, options, [functions, format], (parsed, request, cancellationToken) =>
        {
            OutputFormat.Check(Name, parsed.GetRequiredValue(format), "text");
            var table = Table(parsed, options, request);
            var session = CoverageSession.Open(request, keepsNothing: false, cancellationToken);
            var files = session.FilesInOrder();
            if (parsed.GetValue(functions))
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
                var rows = session.Report.Summary.Files;
                request.WriteOutput(output => FileTextReport.Write(output, [.. files.Select(index => rows[index])], table));
            }

            return CoverageVerb.Finish(session, request.Json ? Console.OpenStandardOutput() : null);
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
