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
            OutputFormat.Check(Name, parsed.GetRequiredValue(own.Format), "llvm-json", "text");
            var json = own.ReadJson(parsed, parsed.GetValue(options.SummaryOnly));
            var session = CoverageSession.Open(request, keepsNothing: false, cancellationToken);
            request.WriteOutput(output => LlvmJsonReport.Write(output, session.Report, json, cancellationToken));
            return CoverageVerb.Finish(session, request.Json ? Console.OpenStandardOutput() : null);
        });
    }
}
