using CovTools.Cli.Progress;
using CovTools.Coverage;
using CovTools.Mapping;

namespace CovTools.Cli.Coverage;

/// <summary>What a command tells on standard error after its result, and the exit code that follows from it.</summary>
internal sealed class SessionOutcome
{
    private const int MostListed = 20;
    private const string NoData = "the object has no coverage data";

    private readonly CoverageSession _session;

    public SessionOutcome(CoverageSession session, GateCheck gates)
    {
        _session = session;
        Gates = gates;
        Malformed = [.. session.Diagnostics.Where(diagnostic => diagnostic.Reason != NoData)];
        Emptiness = WhyEmpty();
    }

    /// <summary>What the gates do not let pass.</summary>
    public GateCheck Gates { get; }

    /// <summary>Parts of the mapping that could not be read.</summary>
    public IReadOnlyList<MappingDiagnostic> Malformed { get; }

    /// <summary>Why nothing was measured; null when something was.</summary>
    public string? Emptiness { get; }

    /// <summary>What the outcome comes to.</summary>
    public ExitCode Code => (Emptiness, Malformed.Count + _session.Profile.LostFiles) switch
    {
        (not null, _) when !_session.Request.FollowsLlvm && !_session.Request.AllowsEmpty => ExitCode.NothingMeasured,
        (_, > 0) => ExitCode.Failed,
        _ when Gates.Violations.Count > 0 => ExitCode.Threshold,
        _ => ExitCode.Complete,
    };

    /// <summary>Tells what a reader of the result must know.</summary>
    public void Write(TextWriter writer)
    {
        var all = _session.Request.ListsEverything;
        foreach (var diagnostic in _session.Diagnostics)
        {
            writer.WriteLine($"warning: {diagnostic}");
        }

        WriteMismatches(writer, _session.Mismatches, all ? int.MaxValue : MostListed);
        Gates.Write(writer, _session.Summary.MetricName);
        if (Emptiness is not null)
        {
            writer.WriteLine($"{(Code == ExitCode.NothingMeasured ? "error: nothing was measured" : "warning: nothing was measured")}: {Emptiness}");
        }
    }

    /// <summary>A function that does not fit, with all that tells why.</summary>
    public static string Line(CoverageMismatch mismatch)
    {
        var file = mismatch.File.Length == 0 ? "" : $" ({mismatch.File})";
        var values = mismatch.Kind switch
        {
            CoverageMismatchKind.Hash when mismatch.InProfile.Count == 0 => $"hash 0x{mismatch.InMapping:x} in the mapping, others in the profile",
            CoverageMismatchKind.Hash => $"hash 0x{mismatch.InMapping:x} in the mapping, {string.Join(", ", mismatch.InProfile.Select(value => $"0x{value:x}"))} in the profile",
            CoverageMismatchKind.CounterCount => $"{mismatch.InMapping} counters in the mapping, {string.Join(", ", mismatch.InProfile)} in the profile",
            _ => throw new ArgumentOutOfRangeException(nameof(mismatch), mismatch.Kind, "unknown kind of mismatch"),
        };
        return $"{mismatch.Module}: {mismatch.Function}{file}: {values}";
    }

    private static void WriteMismatches(TextWriter writer, IReadOnlyList<CoverageMismatch> mismatches, int most)
    {
        if (mismatches.Count == 0)
        {
            return;
        }

        writer.WriteLine($"warning: {ProgressText.Number(mismatches.Count)} functions have mismatched data");
        foreach (var mismatch in mismatches.Take(most))
        {
            writer.WriteLine($"warning: {Line(mismatch)}");
        }

        if (mismatches.Count > most)
        {
            writer.WriteLine($"warning: and {ProgressText.Number(mismatches.Count - most)} more; --dump lists all");
        }
    }

    private string? WhyEmpty()
    {
        var totals = _session.Summary.Totals;
        if (_session.Request.IsProfileEmpty || totals.Functions.Covered + totals.Regions.Covered + totals.Lines.Covered > 0)
        {
            return null;
        }

        var (report, profile) = (_session.Report, _session.Profile);
        return CoverageOutcomes.Classify(report, profile.BinaryIds, _session.BuildIds, profile.HasCounts) switch
        {
            CoverageOutcome.Measured => null,
            CoverageOutcome.NoFunctions when _session.Mapping.Functions.Count == 0 => "the binaries have no instrumented function",
            CoverageOutcome.NoFunctions => "the sources and patterns that were given leave no function",
            CoverageOutcome.NoMatchingBinary => "the profile belongs to other binaries, or to another build of these",

            // That the files which were chosen did not run is a result when others did.
            CoverageOutcome.AllZero => report.Functions().Any(function => function.ExecutionCount > 0) ? null : "all counters of the binaries' functions are zero",
            var other => throw new InvalidOperationException($"unknown outcome {other}"),
        };
    }
}
