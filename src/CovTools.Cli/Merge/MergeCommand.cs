using System.CommandLine;
using System.Diagnostics;
using CovTools.Profiles;

namespace CovTools.Cli.Merge;

/// <summary>The verb <c>merge</c>.</summary>
internal static class MergeCommand
{
    public const string Name = "merge";

    private const string Help = """
        Merge coverage profiles of any LLVM version into one. Takes the arguments of llvm-profdata merge, too.

        Examples:
          dotnet cov-collect merge -sparse -o all.profdata profiles/ more.profraw
          dotnet cov-collect merge --watch profiles/ -o all.profdata
        """;

    public static Command Create()
    {
        var options = new MergeOptionSet();
        var command = new Command(Name, Help);
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, options, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, MergeOptionSet options, CancellationToken cancellationToken)
    {
        var request = MergeRequest.Read(parsed, options);
        if (parsed.GetValue(options.Watch) is { } folder)
        {
            return await WatchRun.RunAsync(request, WatchRun.Options(request, folder, parsed, options), HasInputs(parsed, options), cancellationToken).ConfigureAwait(false);
        }

        if (!HasInputs(parsed, options))
        {
            throw new UsageException("an input is needed: a profile, a folder, or @LIST");
        }

        var inputs = MergeRequest.Inputs(parsed, options);
        if (parsed.GetValue(options.DumpInputs))
        {
            foreach (var input in inputs)
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"{input.Weight},{input.Path}").ConfigureAwait(false);
            }

            return (int)ExitCode.Complete;
        }

        return (int)(request.RawVersion is { } version ? RawConversion.Run(request, inputs, version, cancellationToken) : Merge(request, inputs, cancellationToken));
    }

    private static bool HasInputs(ParseResult parsed, MergeOptionSet options) =>
        parsed.GetValue(options.Inputs) is { Length: > 0 } || parsed.GetValue(options.Weighted) is { Length: > 0 } || parsed.GetValue(options.InputFiles) is { Length: > 0 };

    private static ExitCode Merge(MergeRequest request, IReadOnlyList<MergeInput> inputs, CancellationToken cancellationToken)
    {
        if (inputs.Count == 0)
        {
            throw new IOException("no profile: the folders that were given hold no file");
        }

        var watch = Stopwatch.StartNew();
        MergeOutcome outcome;
        using (var progress = new MergeProgress(request.ShowsProgress, inputs.Count))
        {
            outcome = ProfileMerge.Run(inputs, request.Options with { Progress = progress.Report }, cancellationToken);
        }

        var summary = MergeSummary.Of(outcome, request);
        MergeReportText.WriteInputs(Console.Error, outcome);
        if (!summary.Fails)
        {
            request.WriteOutput(stream => request.Form.Write(outcome.Profile, stream));
        }

        var moved = summary.Fails || request.Quarantine is null ? [] : Isolate(request.Quarantine, outcome);
        MergeReportText.WriteSummary(Console.Error, request, outcome, summary, moved, watch.Elapsed);
        if (request.Json)
        {
            using var output = Console.OpenStandardOutput();
            MergeReportJson.Write(output, request, outcome, summary, moved);
        }

        return summary.Fails ? ExitCode.Failed : ExitCode.Complete;
    }

    private static List<string> Isolate(string folder, MergeOutcome outcome)
    {
        var quarantine = new Quarantine(folder);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. outcome.Inputs
                .Where(report => MergeSummary.IsBad(report.Status) || report.Status == InputStatus.Empty)
                .Where(report => taken.Add(Path.GetFullPath(report.Name)))
                .Select(report => quarantine.Take(report.Name, Path.GetFileName(report.Name), report)),
        ];
    }
}
