using CovTools.Reports;

namespace CovTools.Cli.Coverage;

/// <summary>What the gates of a command line do not let pass.</summary>
/// <param name="Violations">One for each number that is too small.</param>
/// <param name="Change">How well the lines of a patch are covered; null when there is none.</param>
internal sealed record GateCheck(IReadOnlyList<GateViolation> Violations, ChangeCoverage? Change)
{
    /// <summary>Checks the gates.</summary>
    /// <exception cref="UsageException">A range or a file of a patch cannot be found.</exception>
    /// <exception cref="MalformedDataException">A diff or an earlier result is damaged.</exception>
    public static GateCheck Run(CoverageSession session, CancellationToken cancellationToken)
    {
        var (gates, maps) = (session.Request.Gates, session.Request.PathMaps);
        var violations = new List<GateViolation>();
        if (gates.Thresholds.Count > 0)
        {
            violations.AddRange(ThresholdGate.Check(session.Numbers, gates.Thresholds));
        }

        ChangeCoverage? change = null;
        if (gates.Change is { } patch)
        {
            change = ChangeGate.Measure(session.Report, Patch.Open(patch, Environment.CurrentDirectory, cancellationToken), maps);
            violations.AddRange(ChangeGate.Check(change, gates.ChangeThreshold));
        }

        if (gates.Baseline is { } baseline)
        {
            violations.AddRange(BaselineGate.Check(session.Numbers, ReadBaseline(session, baseline, cancellationToken)));
        }

        return new GateCheck(violations, change);
    }

    /// <summary>Lists what is wrong, one line each.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="metric">The metric that numbers are by.</param>
    public void Write(TextWriter writer, string metric)
    {
        foreach (var file in Change?.Files.Where(file => file.Uncovered.Count > 0) ?? [])
        {
            writer.WriteLine($"changed lines that did not run: {file.Path}: {string.Join(", ", file.Uncovered)}");
        }

        foreach (var path in Change?.NotMeasured ?? [])
        {
            writer.WriteLine($"changed file without coverage: {path}");
        }

        foreach (var violation in Violations)
        {
            writer.WriteLine($"below the threshold: {violation}{(metric == ReportedSummary.LlvmMetric ? "" : $" (metric {metric})")}");
        }
    }

    /// <summary>An earlier result is JSON or a table; anything else is taken as a profile.</summary>
    private static ReportedSummary ReadBaseline(CoverageSession session, string path, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(path))
        {
            using var file = File.OpenRead(path);
            var start = file.ReadByte();
            file.Position = 0;
            if (start is '{' || StartsLikeTable(file))
            {
                return CoverageBaseline.Read(file, path, session.Request.PathMaps);
            }
        }

        var profile = ProfileInput.Read(session.Request, [path], cancellationToken);
        return session.NumbersOf(profile.Counters, cancellationToken);
    }

    private static bool StartsLikeTable(FileStream file)
    {
        Span<byte> start = stackalloc byte[7];
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return start[..read].SequenceEqual("metric,"u8);
    }
}
