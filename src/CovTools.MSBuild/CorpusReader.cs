using CovTools.Corpus;
using Microsoft.Build.Framework;

namespace CovTools.MSBuild;

/// <summary>Reads how a corpus is scanned from the metadata of its item.</summary>
internal static class CorpusReader
{
    /// <summary>Full path of the corpus, without a slash at its end.</summary>
    /// <exception cref="CovErrorException">There is no such folder.</exception>
    public static string Root(ITaskItem corpus)
    {
        var root = Path.TrimEndingDirectorySeparator(corpus.FullPath());
        return Directory.Exists(root) ? root : throw new CovErrorException(DiagnosticCode.NoScript, root, "there is no such folder of scripts");
    }

    /// <summary>The options.</summary>
    /// <param name="corpus">Metadata: <c>Interval</c>, <c>MaxTime</c>, <c>TimeFrom</c>, <c>T0</c>, <c>Bucketed</c>, <c>Pattern</c>, <c>Filter</c>.</param>
    /// <param name="include">Globs of scripts to take.</param>
    /// <param name="exclude">Globs of scripts to leave out.</param>
    /// <param name="libraryPattern">The library's pattern; null: there is no library.</param>
    /// <exception cref="UsageException">Metadata says something that cannot be.</exception>
    public static CorpusOptions Options(ITaskItem corpus, IEnumerable<ITaskItem> include, IEnumerable<ITaskItem> exclude, string? libraryPattern)
    {
        var defaults = new CorpusOptions();
        return new CorpusOptions
        {
            Interval = corpus.Text("Interval") is { } interval ? Seconds.ParseDuration(interval, "Interval") : defaults.Interval,
            MaxTime = corpus.Text("MaxTime") is { } most ? Seconds.ParseDuration(most, "MaxTime") : null,
            TimeSource = corpus.Text("TimeFrom") is { } source ? TimeSource.Parse(source) : defaults.TimeSource,
            StartTime = corpus.Text("T0") is { } start ? StartTime.Parse(start) : defaults.StartTime,
            Bucketed = corpus.Word<BucketedTree>("Bucketed") ?? defaults.Bucketed,
            Pattern = corpus.Text("Pattern") ?? libraryPattern ?? defaults.Pattern,
            Filter = corpus.Text("Filter"),
            Include = [.. include.Texts()],
            Exclude = [.. exclude.Texts()],
        };
    }
}
