using CovTools.Reports;

namespace CovTools.Testing;

/// <summary>What is made of the coverage of a test run.</summary>
public sealed record TestRunOptions
{
    private TestRunOptions()
    {
    }

    /// <summary>Percentages that must be reached, by the merged result.</summary>
    public IReadOnlyList<Threshold> Thresholds { get; private init; } = [];

    /// <summary>Files written besides the profile and the table.</summary>
    internal IReadOnlyList<ResultFormat> Formats { get; private init; } = [];

    /// <summary>Source files that are not reported.</summary>
    internal IReadOnlyList<GlobPattern> Ignored { get; private init; } = [];

    /// <summary>Reads options.</summary>
    /// <param name="formats">Names of formats.</param>
    /// <param name="ignored">Patterns of source paths that are not reported.</param>
    /// <param name="thresholds">Thresholds as <c>line=80</c>; see docs/gates.md.</param>
    /// <exception cref="TestingException">One of them makes no sense.</exception>
    public static TestRunOptions Parse(IEnumerable<string> formats, IEnumerable<string> ignored, IEnumerable<string> thresholds)
    {
        try
        {
            var parsed = Threshold.ParseAll(thresholds);
            return parsed.Any(threshold => threshold.Scope == GateScope.Change)
                ? throw new UsageException("a test run knows no patch, so that nothing can be said about changed lines; use dotnet cov-collect report --fail-under-change")
                : new TestRunOptions { Formats = ResultFormat.Find(formats), Ignored = [.. ignored.Select(pattern => GlobPattern.Parse(pattern))], Thresholds = parsed };
        }
        catch (Exception exception) when (exception is UsageException or ArgumentException)
        {
            throw TestingException.Of(TestingCode.InvalidSetting, "", exception.Message, exception);
        }
    }

    internal bool Reports(string path) => !Ignored.Any(pattern => pattern.IsMatch(path.AsSpan().TrimStart('/')));
}
