using System.CommandLine;
using System.Reflection;
using CovTools.Cli.Progress;
using CovTools.Collection;
using CovTools.Execution;
using CovTools.Libraries;

namespace CovTools.Cli.Run;

/// <summary>The verb <c>run</c>.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var options = new RunOptions();
        var corpus = new CorpusOptionSet();
        var command = new Command(
            "run",
            """
            Runs every script of a corpus against a library and reports how its coverage grew. Repeating the command continues a run.

            Example:
              dotnet cov-collect run corpus --library torch --host docker --baseline titanfuzz --interval 60 -o _result
            """);
        options.AddTo(command);
        corpus.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, options, corpus, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, RunOptions options, CorpusOptionSet corpus, CancellationToken cancellationToken)
    {
        var request = Request(parsed, options, corpus);
        CollectionResult result;
        using (var progress = ProgressDisplay.Create(!parsed.GetValue(options.NoProgress)))
        {
            result = await new CoverageCollector(request, progress).RunAsync(cancellationToken).ConfigureAwait(false);
        }

        if (result.Failure is { } failure)
        {
            await Console.Error.WriteLineAsync($"error: the run stopped early: {failure}").ConfigureAwait(false);
        }

        if (result.Interrupted)
        {
            await Console.Error.WriteLineAsync("interrupted; the same command continues this run").ConfigureAwait(false);
        }

        if (parsed.GetValue(options.Json))
        {
            using var output = Console.OpenStandardOutput();
            RunResultJson.Write(result, output);
        }
        else
        {
            RunResultText.Write(result, Console.Out);
        }

        return (int)result.ExitCode;
    }

    private static CollectionRequest Request(ParseResult parsed, RunOptions options, CorpusOptionSet corpus)
    {
        var library = Library(parsed, options);
        var host = Host(parsed, options);
        return new CollectionRequest
        {
            Library = library,
            CorpusRoot = CorpusRoot(parsed, options),
            Corpus = corpus.Read(parsed, library.Pattern),
            Host = host,
            Image = parsed.GetValue(options.Image),
            Container = new ContainerLimits
            {
                MemoryBytes = parsed.GetValue(options.ContainerMemory) is null ? -1 : Bytes(parsed, options.ContainerMemory!),
                Pids = parsed.GetValue(options.ContainerPids),
                Network = parsed.GetRequiredValue(options.ContainerNetwork),
                User = parsed.GetValue(options.ContainerUser),
            },
            Baseline = parsed.GetRequiredValue(options.Baseline),
            Trial = parsed.GetValue(options.Trial),
            Output = parsed.GetRequiredValue(options.Output),
            Jobs = parsed.GetValue(options.Jobs) ?? Environment.ProcessorCount,
            TimeoutSeconds = parsed.GetResult(options.Timeout) is { Implicit: false } || library.Timeout is null
                ? parsed.GetValue(options.Timeout)
                : library.Timeout.Value.TotalSeconds,
            MemoryBytes = Bytes(parsed, options.Memory),
            FileSizeBytes = Bytes(parsed, options.FileSize),
            Capture = parsed.GetValue(options.Capture),
            Isolation = parsed.GetValue(options.Isolation),
            UsesMappingCache = !parsed.GetValue(options.NoCache),
            CommandLine = [.. parsed.Tokens.Select(token => token.Value)],
            Tool = typeof(RunCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
        };
    }

    private static LibraryFile Library(ParseResult parsed, RunOptions options)
    {
        var name = parsed.GetValue(options.Library);
        var file = parsed.GetValue(options.LibraryFile);
        var version = parsed.GetValue(options.LibraryVersion);
        var library = (name, file) switch
        {
            ({ } known, null) => LibraryCatalog.Get(known, version),
            (null, { } path) => LibraryCatalog.ReadFile(path, version),
            (null, null) => throw new UsageException("--library NAME or --library-file FILE is needed"),
            _ => throw new UsageException("--library and --library-file cannot be given together"),
        };
        return parsed.GetValue(options.Python) is { } python ? library with { Python = python } : library;
    }

    private static string CorpusRoot(ParseResult parsed, RunOptions options) => (parsed.GetValue(options.Corpus), parsed.GetValue(options.Target)) switch
    {
        ({ } corpus, null) => corpus,
        (null, { } target) => target,
        (null, null) => throw new UsageException("the folder of the corpus is needed: run CORPUS"),
        _ => throw new UsageException("CORPUS and --target are the same; give one"),
    };

    /// <summary>The collector whose flag <c>--dll</c> is knew containers only.</summary>
    private static HostKind Host(ParseResult parsed, RunOptions options) => parsed.GetValue(options.Host)
        ?? (parsed.GetResult(options.Library)?.IdentifierToken?.Value == RunOptions.KnownLibraryFlag ? HostKind.Docker : HostKind.Local);

    private static long Bytes<T>(ParseResult parsed, Option<T> option)
        where T : class? =>
        ByteSize.TryParse(parsed.GetValue(option) as string ?? "", out var bytes) ? bytes : throw new UsageException($"{option.Name}: not a size");
}
