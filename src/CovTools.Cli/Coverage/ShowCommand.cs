using System.CommandLine;
using CovTools.Reports;

namespace CovTools.Cli.Coverage;

/// <summary>The verb <c>show</c>.</summary>
internal static class ShowCommand
{
    public const string Name = "show";

    private const int FirstReleaseWithBinaryCounts = 20;

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
            request.RequireLlvmMetric(Name);
            OutputFormat.Check(Name, parsed.GetRequiredValue(own.Format), "text");
            var view = own.Read(parsed, request);
            var filter = FunctionFilter.Read(parsed, options.Filters);
            using var session = CoverageSession.Open(request, SessionNeeds.Views, keepsNothing: true, cancellationToken);
            view = view with
            {
                // From release 20 on counts that are no more than a mark are shown as such.
                BinaryCounts = view.BinaryCounts || (session.Profile.Counters.HasSingleByteCounters && request.Release.Major >= FirstReleaseWithBinaryCounts),
                ReadableName = NameDemangler.Read(request.Demangler, session.Report, cancellationToken),
            };
            var texts = new SourceTexts(request);
            IReadOnlyList<string> left = [];
            request.WriteOutput(output => left = filter is null
                ? SourceTextReport.WriteFiles(output, session.Report, Chosen(session), texts.Read, view, cancellationToken)
                : SourceTextReport.WriteFunctions(
                    output, session.Report, FilesByName(session), function => filter.Takes(session.Report, function), texts.Read, view, cancellationToken));
            foreach (var name in left)
            {
                Console.Error.WriteLine(filter is null ? $"warning: The file '{name}' isn't covered." : $"warning: Could not read coverage for '{name}'.");
            }

            return CoverageVerb.Finish(session, cancellationToken);
        });
    }

    /// <summary>Functions are shown in the order of their files' paths (a map in doShow).</summary>
    private static IReadOnlyList<int> FilesByName(CoverageSession session) => [.. Chosen(session).Distinct().Order()];

    /// <summary>Sources that were named and have no coverage leave nothing to show.</summary>
    private static IReadOnlyList<int> Chosen(CoverageSession session) => session.Filter is { HadSources: true, Listed.Count: 0 } ? [] : session.FilesInOrder();
}
