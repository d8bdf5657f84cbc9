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

    public SessionOutcome(CoverageSession session)
    {
        _session = session;
        Malformed = [.. session.Mapping.Diagnostics.Where(diagnostic => diagnostic.Reason != NoData)];
        Emptiness = WhyEmpty();
    }

    /// <summary>Parts of the mapping that could not be read.</summary>
    public IReadOnlyList<MappingDiagnostic> Malformed { get; }

    /// <summary>Why nothing was measured; null when something was.</summary>
    public string? Emptiness { get; }

    /// <summary>What the outcome comes to.</summary>
    public ExitCode Code => (Emptiness, Malformed.Count + _session.Profile.LostFiles) switch
    {
        (not null, _) when !_session.Request.FollowsLlvm && !_session.Request.AllowsEmpty => ExitCode.NothingMeasured,
        (_, > 0) => ExitCode.Failed,
        _ => ExitCode.Complete,
    };

    /// <summary>Tells what a reader of the result must know.</summary>
    public void Write(TextWriter writer)
    {
        var all = _session.Request.ListsEverything;
        foreach (var diagnostic in _session.Mapping.Diagnostics)
        {
            writer.WriteLine($"warning: {diagnostic}");
        }

        WriteMismatches(writer, _session.Report.Mismatches, all ? int.MaxValue : MostListed);
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
        if (_session.Request.IsProfileEmpty || _session.Report.Summary.Totals.Instantiations.Covered > 0)
        {
            return null;
        }

        var isKnown = false;
        foreach (var function in _session.Mapping.Functions)
        {
            if (_session.Profile.Counters.TryGetCounters(function.NameHash, function.FunctionHash, out var counters))
            {
                isKnown = true;
                if (counters.ContainsAnyExcept(0UL))
                {
                    // Something ran; that it is not in the files that were chosen is a result.
                    return _session.Report.Files.Count == 0 ? "the sources and patterns that were given leave no file" : null;
                }
            }
        }

        return _session.Mapping.Functions.Count == 0 ? "the binaries have no instrumented function"
            : isKnown ? "all counters of the binaries' functions are zero"
            : "the profile has no counters for any function of the binaries; it belongs to others, or to another build";
    }
}
