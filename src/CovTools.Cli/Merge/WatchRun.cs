using System.CommandLine;
using CovTools.Cli.Progress;
using CovTools.Profiles;

namespace CovTools.Cli.Merge;

/// <summary>The verb <c>merge</c> with <c>--watch</c>.</summary>
internal static class WatchRun
{
    public static WatchOptions Options(MergeRequest request, string folder, ParseResult parsed, MergeOptionSet options) => new()
    {
        Folder = folder,
        Output = request.Output,
        Write = request.Form.Write,
        Merge = request.Options,
        Quarantine = request.Quarantine,
        Interval = TimeSpan.FromSeconds(parsed.GetValue(options.Interval)),
        Settle = TimeSpan.FromSeconds(parsed.GetValue(options.Settle)),
        StaleAfter = TimeSpan.FromSeconds(parsed.GetValue(options.StaleAfter)),
        IdleExit = parsed.GetValue(options.IdleExit) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };

    public static async Task<int> RunAsync(MergeRequest request, WatchOptions options, bool hasInputs, CancellationToken cancellationToken)
    {
        if (hasInputs)
        {
            throw new UsageException("--watch and inputs cannot be given together: put them into the folder");
        }

        if (request.RawVersion is not null)
        {
            throw new UsageException("--watch and --raw-version cannot be given together");
        }

        if (request.ToStandardOutput)
        {
            throw new UsageException("--watch needs -o FILE");
        }

        WatchResult result;
        using (var display = ProgressDisplay.Create(request.ShowsProgress))
        {
            using var watch = new WatchedMerge(options, new WatchLines(display));
            result = await watch.RunAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var path in result.Left)
        {
            await Console.Error.WriteLineAsync($"warning: {path}: is not complete and stays where it is").ConfigureAwait(false);
        }

        await Console.Error.WriteLineAsync(
            $"{ProgressText.Number(result.Merged)} profiles folded in, {ProgressText.Number(result.Quarantined.Count)} in quarantine, {ProgressText.Number(result.Left.Count)} left: "
            + $"{ProgressText.Number(result.Records)} records, for LLVM {result.Release.Major}").ConfigureAwait(false);
        if (request.Json)
        {
            using var output = Console.OpenStandardOutput();
            MergeReportJson.Write(output, request, result);
        }

        return (int)(Fails(request.FailureMode, result) ? ExitCode.Failed : ExitCode.Complete);
    }

    private static bool Fails(FailureMode mode, WatchResult result) => mode switch
    {
        FailureMode.Any => result.Quarantined.Count > 0,
        FailureMode.All => result.Quarantined.Count > 0 && result.Merged == 0,
        _ => false,
    };
}
