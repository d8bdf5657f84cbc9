using System.CommandLine;
using CovTools.Corpus;

namespace CovTools.Cli;

/// <summary>The verb <c>bucket</c>: shows, or makes, the time buckets of a corpus without running anything.</summary>
internal static class BucketCommand
{
    private const string Help = """
        Show which script of a corpus belongs to which time bucket; nothing is run.

        Example: one-minute buckets of the first ten minutes, as a tree of hard links
          dotnet cov-collect bucket ./corpus --interval 60 --max-time 600 --materialize ./buckets
        """;

    public static Command Create()
    {
        var corpus = new Argument<string>("CORPUS") { Description = "Folder with the scripts; its top-level folders are the groups" };
        var options = new CorpusOptionSet();
        var json = new Option<bool>("--json") { Description = "Write one JSON document" };
        var materialize = new Option<string?>("--materialize") { Description = "Make a tree DIR/BUCKET/GROUP/… of the scripts", HelpName = "DIR" };
        var by = new Option<string>("--by") { Description = "How --materialize makes its files", DefaultValueFactory = _ => "hardlink" };
        by.AcceptOnlyFromAmong("hardlink", "symlink", "copy");
        var force = new Option<bool>("--force") { Description = "Let --materialize replace files that differ, and bear files that do not belong" };

        var command = new Command("bucket", Help);
        command.Arguments.Add(corpus);
        options.AddTo(command);
        command.Options.Add(json);
        command.Options.Add(materialize);
        command.Options.Add(by);
        command.Options.Add(force);

        int Run(ParseResult result, CancellationToken cancellationToken)
        {
            var scanned = CorpusScanner.Scan(result.GetRequiredValue(corpus), options.Read(result), cancellationToken: cancellationToken);
            var made = result.GetValue(materialize) is { } output
                ? new BucketMaterializer(scanned, output, ModeOf(result.GetValue(by)), result.GetValue(force)).Run(cancellationToken)
                : null;
            return (int)Print(result, scanned, made, result.GetValue(json));
        }

        // On a thread of its own, so that Ctrl-C is heard while it works.
        command.SetAction((result, cancellationToken) => Task.Run(() => Run(result, cancellationToken), cancellationToken));
        return command;
    }

    private static MaterializeMode ModeOf(string? by) => by switch
    {
        "symlink" => MaterializeMode.SymbolicLink,
        "copy" => MaterializeMode.Copy,
        _ => MaterializeMode.HardLink,
    };

    private static ExitCode Print(ParseResult result, ScannedCorpus scanned, MaterializeResult? made, bool json)
    {
        var output = result.InvocationConfiguration.Output;
        var error = result.InvocationConfiguration.Error;
        foreach (var warning in scanned.Warnings)
        {
            error.WriteLine($"warning: {BucketText.Printable(warning)}");
        }

        foreach (var failure in scanned.Failures.Concat(made?.Failures ?? []))
        {
            error.WriteLine($"error: {BucketText.Printable(failure.Path)}: {failure.Reason}");
        }

        if (json)
        {
            BucketJson.Write(output, scanned, made);
        }
        else
        {
            BucketText.Write(output, scanned, made);
        }

        if (scanned.Found == 0)
        {
            error.WriteLine($"error: no script matches {scanned.Options.Pattern} in '{BucketText.Printable(scanned.Root)}'");
            return ExitCode.Usage;
        }

        return scanned.Failures.Count > 0 || made?.Failures.Count > 0 ? ExitCode.Failed : ExitCode.Complete;
    }
}
