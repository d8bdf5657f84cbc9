using System.Globalization;

namespace CovTools.Collection;

/// <summary>Where a run's files are, below the output folder.</summary>
public sealed class RunPaths
{
    /// <summary>Names the paths of a baseline's run.</summary>
    /// <exception cref="UsageException">The baseline cannot be a folder's name.</exception>
    public RunPaths(string output, string baseline, int? trial)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        ArgumentNullException.ThrowIfNull(baseline);
        if (baseline.Length == 0 || baseline is "." or ".." or "profdata" || baseline.IndexOfAny(['/', '\\', '\0', '\n']) >= 0)
        {
            throw new UsageException($"'{baseline}' cannot be a baseline: it becomes the name of a folder (not 'profdata', no '/')");
        }

        var folder = trial is { } number ? Path.Combine(baseline, $"trial-{number.ToString(CultureInfo.InvariantCulture)}") : baseline;
        Output = Path.GetFullPath(output);
        Store = Path.Combine(Output, folder, "run");
        Profiles = Path.Combine(Output, "profdata", folder);
        Cumulative = Path.Combine(Profiles, "cumulative.profdata");
    }

    /// <summary>The output folder, absolute.</summary>
    public string Output { get; }

    /// <summary>The run store.</summary>
    public string Store { get; }

    /// <summary>Folder of the profiles: one folder per bucket in it.</summary>
    public string Profiles { get; }

    /// <summary>The profile of the whole run.</summary>
    public string Cumulative { get; }

    /// <summary>The profile of one bucket.</summary>
    public string BucketProfile(string label) => Path.Combine(Profiles, label, "merged.profdata");

    /// <summary>Totals and per-file numbers, cumulative up to a bucket.</summary>
    public string BucketCoverage(string label) => Path.Combine(Profiles, label, "coverage.txt");

    /// <summary>What ran in a bucket, and how each script ended.</summary>
    public string BucketLog(string label) => Path.Combine(Profiles, label, "profile.log");
}
