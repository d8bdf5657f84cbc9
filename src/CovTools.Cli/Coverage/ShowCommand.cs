using System.CommandLine;
using CovTools.Reports;

namespace CovTools.Cli.Coverage;

/// <summary>The verb <c>show</c>.</summary>
internal static class ShowCommand
{
    public const string Name = "show";

    private const string Help = """
        Show source files with the counts of their lines, as llvm-cov show does, from profiles and binaries of any LLVM version. Takes its arguments, too.

        Example:
          dotnet cov-collect show ./libfoo.so --profile all.profdata --show-branches count src/parser.cpp
        """;

    public static Command Create()
    {
        var options = new CoverageOptionSet();
        var own = new ShowOptionSet();
        return CoverageVerb.Create(Name, Help, options, own.All, (parsed, request, cancellationToken) =>
        {
            OutputFormat.Check(Name, parsed.GetRequiredValue(own.Format), "text");
            var view = own.Read(parsed, request);
            var filter = FunctionFilter.Read(parsed, options.Filters);
            var session = CoverageSession.Open(request, keepsNothing: true, cancellationToken);
            view = view with { ReadableName = NameDemangler.Read(request.Demangler, session.Report, cancellationToken) };
            var texts = new SourceTexts(request.PathMaps);
            IReadOnlyList<string> left = [];
            request.WriteOutput(output => left = filter is null
                ? SourceTextReport.WriteFiles(output, session.Report, FilesToShow(session), texts.Read, view, cancellationToken)
                : SourceTextReport.WriteFunctions(
                    output, session.Report, FilesByName(session), function => filter.Takes(session.Report, function), texts.Read, view, cancellationToken));
            foreach (var name in left)
            {
                Console.Error.WriteLine(filter is null ? $"warning: The file '{name}' isn't covered." : $"warning: Could not read coverage for '{name}'.");
            }

            return CoverageVerb.Finish(session, request.Json ? Console.OpenStandardOutput() : null);
        });
    }

    /// <summary>Without regard to case, as llvm-cov sorts what it shows.</summary>
    private static IReadOnlyList<int> FilesToShow(CoverageSession session) => [.. Chosen(session).OrderBy(index => session.Report.Files[index], AsciiOrder.Instance)];

    private static IReadOnlyList<int> FilesByName(CoverageSession session) => [.. Chosen(session).Distinct().Order()];

    /// <summary>Sources that were named and have no coverage leave nothing to show.</summary>
    private static IReadOnlyList<int> Chosen(CoverageSession session) => session.Filter is { HadSources: true, Listed.Count: 0 } ? [] : session.FilesInOrder();
}
