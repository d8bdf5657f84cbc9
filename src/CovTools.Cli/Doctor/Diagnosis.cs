using CovTools.Collection;
using CovTools.Libraries;

namespace CovTools.Cli.Doctor;

/// <summary>All that the doctor found.</summary>
/// <param name="Machine">This machine.</param>
/// <param name="Library">The library that was asked for; null: none.</param>
/// <param name="Probe">What its host can do; null when nothing runs there.</param>
/// <param name="Failure">Why nothing runs there; empty when it does.</param>
internal sealed record Diagnosis(Machine Machine, LibraryFile? Library, HostProbeResult? Probe, string Failure)
{
    /// <summary>Variables by which the library chooses its code for a processor, as the library file pins them.</summary>
    public IReadOnlyList<string> Pins =>
        Library is null ? [] : [.. Library.Environment.Where(pair => pair.Key.Contains("CPU", StringComparison.Ordinal) || pair.Key.Contains("ISA", StringComparison.Ordinal)).Select(pair => $"{pair.Key}={pair.Value}")];

    /// <summary>Ways to end that would lose counters, and why.</summary>
    public IReadOnlyList<string> Losses => Probe is null ? [] : [.. Probe.Ends.Where(end => end.Loss is not null).Select(end => $"{end.Name}: {end.Loss}")];

    /// <summary>4: nothing runs; 5: a library was asked for and nothing of it is instrumented; 1: something would be lost.</summary>
    public ExitCode Code =>
        Probe is null || Machine.Exec.Length > 0 ? ExitCode.Environment
        : Library is not null && Probe.Modules.Count == 0 ? ExitCode.NothingMeasured
        : Losses.Count > 0 || Probe.Modules.Any(module => module.Problem.Length > 0) ? ExitCode.Failed
        : ExitCode.Complete;
}
