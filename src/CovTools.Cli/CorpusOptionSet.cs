using System.CommandLine;
using System.CommandLine.Parsing;
using CovTools.Corpus;

namespace CovTools.Cli;

/// <summary>The options that say what of a corpus is wanted and how its clock is read; the same for every verb that takes a corpus.</summary>
internal sealed class CorpusOptionSet
{
    private static readonly CorpusOptions s_defaults = new();

    public Option<TimeSpan?> Interval { get; } = new("--interval", "--itv")
    {
        Description = "Width of a time bucket in seconds (default: 60)",
        HelpName = "SECONDS",
        CustomParser = result => Parse(result, text => (TimeSpan?)Seconds.ParseDuration(text, "--interval")),
    };

    public Option<TimeSpan?> MaxTime { get; } = new("--max-time", "--max-time-sec")
    {
        Description = "Leave out scripts later than this, in seconds since their group's start (default: none is)",
        HelpName = "SECONDS",
        CustomParser = result => Parse(result, text => (TimeSpan?)Seconds.ParseDuration(text, "--max-time")),
    };

    public Option<TimeSource> TimeFrom { get; } = new("--time-from")
    {
        Description = "Where a script's time comes from: mtime; name:REGEX (first group: seconds); file:PATH (CSV or JSON Lines with path, time and perhaps t0)",
        HelpName = "SOURCE",
        DefaultValueFactory = _ => TimeSource.FileTime,
        CustomParser = result => Parse(result, TimeSource.Parse),
    };

    public Option<StartTime> Start { get; } = new("--t0")
    {
        Description = "Where a group's clock starts: first (its first script); file (as --time-from file says); an instant (seconds since 1970 or ISO 8601)",
        HelpName = "START",
        DefaultValueFactory = _ => StartTime.First,
        CustomParser = result => Parse(result, StartTime.Parse),
    };

    public Option<BucketedTree> Bucketed { get; } = new("--bucketed")
    {
        Description = "Whether the top-level folders are buckets already: 0-60, 60-120, … (default: auto)",
        HelpName = "auto|yes|no",
        CustomParser = result => Parse(result, ParseBucketed),
    };

    public Option<string?> Pattern { get; } = new("--pattern")
    {
        Description = "Glob of the files that are scripts (default: the library's, else **/*.py)",
        HelpName = "GLOB",
    };

    public Option<string?> Filter { get; } = new("--filter")
    {
        Description = "Take only scripts whose path, relative to the corpus, has a match of this regular expression",
        HelpName = "REGEX",
    };

    public Option<string[]> Include { get; } = new("--include")
    {
        Description = "Take only scripts that match, or lie in a folder that matches; may be repeated",
        HelpName = "GLOB",
        DefaultValueFactory = _ => [],
    };

    public Option<string[]> Exclude { get; } = new("--exclude")
    {
        Description = "Leave out scripts that match, or lie in a folder that matches; may be repeated",
        HelpName = "GLOB",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Adds all options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(Interval);
        command.Options.Add(MaxTime);
        command.Options.Add(TimeFrom);
        command.Options.Add(Start);
        command.Options.Add(Bucketed);
        command.Options.Add(Pattern);
        command.Options.Add(Filter);
        command.Options.Add(Include);
        command.Options.Add(Exclude);
    }

    /// <summary>What the command line asks for.</summary>
    /// <param name="result">The parsed command line, without errors.</param>
    /// <param name="libraryPattern">The library's pattern; null: there is no library.</param>
    public CorpusOptions Read(ParseResult result, string? libraryPattern = null)
    {
        return new CorpusOptions
        {
            Interval = result.GetValue(Interval) ?? s_defaults.Interval,
            MaxTime = result.GetValue(MaxTime),
            TimeSource = result.GetRequiredValue(TimeFrom),
            StartTime = result.GetRequiredValue(Start),
            Bucketed = result.GetValue(Bucketed),
            Pattern = result.GetValue(Pattern) ?? libraryPattern ?? s_defaults.Pattern,
            Filter = result.GetValue(Filter),
            Include = result.GetValue(Include) ?? [],
            Exclude = result.GetValue(Exclude) ?? [],
        };
    }

    private static BucketedTree ParseBucketed(string text) => text switch
    {
        "auto" => BucketedTree.Auto,
        "yes" => BucketedTree.Yes,
        "no" => BucketedTree.No,
        _ => throw new UsageException($"--bucketed: '{text}' is none of auto, yes, no"),
    };

    /// <summary>Turns what a reader of the core says about a text into an error of the command line.</summary>
    private static T? Parse<T>(ArgumentResult result, Func<string, T> read)
    {
        try
        {
            return read(result.Tokens[^1].Value);
        }
        catch (UsageException exception)
        {
            result.AddError(exception.Message);
            return default;
        }
    }
}
