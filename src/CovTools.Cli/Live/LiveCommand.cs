using System.CommandLine;
using CovTools.Live;
using CovTools.Profiles;

namespace CovTools.Cli.Live;

/// <summary>The verb <c>live</c>.</summary>
internal static class LiveCommand
{
    private const string Help = """
        Show, save or reset the counters of a process that runs. Nothing is needed inside it, and it does not stop.

        Example:
          dotnet cov-collect live my-server --snapshot now.profdata --reset
        """;

    public static Command Create()
    {
        var process = new Argument<string>("PID|COMMAND") { Description = "Process id, or the name or path of a program that runs once" };
        var watch = new Option<bool>("--watch") { Description = "Go on: new coverage, the functions and lines that were reached last (Ctrl-C ends)" };
        var interval = new Option<double>("--interval") { Description = "Seconds between two looks", DefaultValueFactory = _ => 1, HelpName = "SECONDS" };
        var snapshot = new Option<string?>("--snapshot") { Description = "Save the counters: .profraw or .profdata", HelpName = "FILE" };
        var reset = new Option<bool>("--reset") { Description = "Set the counters to \"not executed\" (after the snapshot)" };
        var json = new Option<bool>("--json") { Description = "Print one JSON document; with --watch one for each look, one a line" };
        var progress = new Option<bool>("--no-progress") { Description = "Plain lines, also on a terminal" };
        var command = new Command("live", Help) { process, watch, interval, snapshot, reset, json, progress };
        interval.Validators.Add(result =>
        {
            if (result.GetValue(interval) is not (>= 0.01 and <= 86400))
            {
                result.AddError("--interval: a number of seconds from 0.01 to 86400");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(snapshot);
            if (path is not null && Path.GetExtension(path) is not (".profraw" or ".profdata"))
            {
                throw new UsageException($"--snapshot {path}: a file that ends in .profraw or .profdata");
            }

            using var live = new LiveProcess(ProcessSearch.Find(parsed.GetRequiredValue(process)));
            var taken = live.Snapshot();
            foreach (var problem in live.Problems)
            {
                await Console.Error.WriteLineAsync($"warning: {problem.Path}: {problem.Reason}").ConfigureAwait(false);
            }

            if (path is not null)
            {
                Save(taken, path);
            }

            if (parsed.GetValue(reset))
            {
                live.Reset();
            }

            if (!parsed.GetValue(watch))
            {
                Print(live, taken, parsed.GetValue(json));
                return (int)(live.Problems.Count > 0 ? ExitCode.Failed : live.Modules.Count == 0 ? ExitCode.NothingMeasured : ExitCode.Complete);
            }

            var view = WatchView.Create(parsed.GetValue(json), isPlain: parsed.GetValue(progress));
            await LiveWatch.RunAsync(live, view, TimeSpan.FromSeconds(parsed.GetValue(interval)), cancellationToken).ConfigureAwait(false);
            return (int)ExitCode.Complete;
        });
        return command;
    }

    private static void Save(LiveSnapshot snapshot, string path) => ReplacedFile.Write(path, stream =>
    {
        if (Path.GetExtension(path) == ".profraw")
        {
            snapshot.WriteRawProfile(stream);
        }
        else
        {
            snapshot.WriteProfile(stream);
        }
    });

    private static void Print(LiveProcess process, LiveSnapshot snapshot, bool json)
    {
        if (json)
        {
            using var output = Console.OpenStandardOutput();
            LiveJson.WriteList(output, process, snapshot);
            return;
        }

        foreach (var module in snapshot.Modules)
        {
            Console.Out.WriteLine($"{LiveText.Share(module.Covered, module.Module.Total)}  {module.Module.Path}");
        }

        if (snapshot.Modules.Count == 0)
        {
            Console.Error.WriteLine($"process {process.Id} has no instrumented module (built with -fprofile-instr-generate)");
            return;
        }

        Console.Out.WriteLine($"{LiveText.Share(snapshot.Covered, snapshot.Total)}  in all");
    }
}
