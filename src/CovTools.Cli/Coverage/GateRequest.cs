using System.CommandLine;
using CovTools.Reports;

namespace CovTools.Cli.Coverage;

/// <summary>The gates that a command line asks for.</summary>
/// <param name="Thresholds">Percentages to reach.</param>
/// <param name="Change">A diff or a range of git; null: none.</param>
/// <param name="Baseline">An earlier result; null: none.</param>
internal sealed record GateRequest(IReadOnlyList<Threshold> Thresholds, string? Change, string? Baseline)
{
    /// <summary>The threshold for changed lines; null: none was given.</summary>
    public Threshold? ChangeThreshold => Thresholds.Where(threshold => threshold.Scope == GateScope.Change).Select(threshold => (Threshold?)threshold).FirstOrDefault();

    /// <summary>Reads the options.</summary>
    /// <exception cref="UsageException">A threshold is malformed, or is for changes and there are none.</exception>
    public static GateRequest Read(ParseResult parsed, GateOptionSet options)
    {
        var request = new GateRequest(Threshold.ParseAll(parsed.GetValue(options.FailUnder) ?? []), parsed.GetValue(options.Change), parsed.GetValue(options.Baseline));
        return request is { Change: null, ChangeThreshold: { } threshold }
            ? throw new UsageException($"--fail-under {threshold}: the change is given with --fail-under-change DIFF|RANGE")
            : request;
    }
}
