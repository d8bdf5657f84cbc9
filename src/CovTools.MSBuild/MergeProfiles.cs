using CovTools.Profiles;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CovTools.MSBuild;

/// <summary>Merges profiles of any LLVM version into one indexed profile (<see cref="ProfileMerge"/>).</summary>
[MSBuildMultiThreadableTask]
public sealed class MergeProfiles : CovTask
{
    private const int MostListed = 20;

    /// <summary>Profiles and folders of them; metadata <c>Weight</c>: how many times each counts, 1 when it is not there.</summary>
    [Required]
    public ITaskItem[] Profiles { get; set; } = [];

    /// <summary>The profile to write. It is there completely or not at all.</summary>
    [Required]
    public ITaskItem Output { get; set; } = new TaskItem();

    /// <summary>Who writes it: another owner's file is not replaced. Empty: any file is.</summary>
    public string Owner { get; set; } = "";

    /// <summary>Major version of the LLVM release whose rules and format are followed; 0: the newest whose profiles the producers of all inputs read.</summary>
    public int Llvm { get; set; }

    /// <summary>Functions that never ran are left out.</summary>
    public bool Sparse { get; set; }

    /// <summary><c>any</c>: a bad profile is an error; <c>all</c>: only when none is good; <c>warn</c>: never.</summary>
    public string FailureMode { get; set; } = "any";

    /// <summary>No profile is a warning, and nothing is written.</summary>
    public bool AllowNothingMeasured { get; set; }

    /// <summary>The profile that was written; none when there was nothing to merge.</summary>
    [Output]
    public ITaskItem[] Merged { get; private set; } = [];

    /// <inheritdoc/>
    protected override void Run(CancellationToken cancellationToken)
    {
        var output = Output.FullPath();
        if (Profiles.Select(static item => item.FullPath()).FirstOrDefault(input => input == output || IsInside(output, input)) is not null)
        {
            throw new CovErrorException(DiagnosticCode.InvalidInput, output, "the merged profile would be one of its own inputs: it lies in a folder that is merged; choose another CovToolsMergedProfile or CovToolsOutputFolder");
        }

        var inputs = Profiles.SelectMany(static item => InputList.Expand(item.FullPath(), item.Number("Weight", 1ul) ?? 1)).ToList();
        if (inputs.Count == 0)
        {
            ReportNothing("no profile: the CovProfile items name no file; nothing that is instrumented ran, or it wrote its profiles elsewhere (LLVM_PROFILE_FILE)");
            return;
        }

        var outcome = ProfileMerge.Run(inputs, new MergeOptions { Release = ItemReader.Release(Llvm) }, cancellationToken);
        var merged = outcome.Inputs.Count(static report => report.Status == InputStatus.Merged);
        var bad = outcome.Inputs.Count(IsBad);
        var fails = FailureMode switch
        {
            "any" => bad > 0,
            "all" => bad > 0 && merged == 0,
            "warn" => false,
            _ => throw new UsageException($"CovToolsFailureMode: '{FailureMode}' is none of any, all, warn"),
        };
        Tell(outcome, fails);
        if (!fails && merged == 0)
        {
            ReportNothing(bad == 0 ? "no profile: all files are empty; the programs that were to write them crashed or were killed" : "no profile can be read");
        }
        else if (!fails)
        {
            ResultFile.Write(output, Owner, stream => IndexedProfileWriter.Write(outcome.Profile, stream, new ProfileWriteOptions { Sparse = Sparse }));
            Merged = [new TaskItem(output)];
            Say($"{merged} profiles merged: {outcome.Profile.RecordCount} records -> {output}");
        }
    }

    private static bool IsBad(InputReport report) => report.Status is not (InputStatus.Merged or InputStatus.Empty);

    private static bool IsInside(string path, string folder) => path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Place(InputReport report) => report.Offset < 0 ? "" : FormattableString.Invariant($"offset 0x{report.Offset:x}: ");

    private void ReportNothing(string message)
    {
        if (AllowNothingMeasured)
        {
            // What an earlier build merged must not be taken for the result of this one.
            if (File.Exists(Output.FullPath()))
            {
                File.Delete(Output.FullPath());
            }

            Warn(DiagnosticCode.NoProfile, null, message);
        }
        else
        {
            Fail(DiagnosticCode.NoProfile, null, message);
        }
    }

    private void Tell(MergeOutcome outcome, bool fails)
    {
        foreach (var report in outcome.Inputs.Where(IsBad))
        {
            if (fails)
            {
                Fail(DiagnosticCode.BadProfile, report.Name, Place(report) + report.Reason);
            }
            else
            {
                Warn(DiagnosticCode.BadProfile, report.Name, Place(report) + report.Reason);
            }
        }

        WarnOfSome(DiagnosticCode.EmptyProfile, [.. outcome.Inputs.Where(static report => report.Status == InputStatus.Empty).Select(static report => (report.Name, report.Reason))], "empty profiles");
        WarnOfSome(DiagnosticCode.RecordProblem, [.. outcome.Problems.Select(static problem => (problem.Input, $"{problem.Function}: {problem.Kind} (hash 0x{problem.FunctionHash:x})"))], "records with problems");
    }

    private void WarnOfSome(DiagnosticCode code, IReadOnlyList<(string File, string Reason)> all, string what)
    {
        foreach (var (file, reason) in all.Take(MostListed))
        {
            Warn(code, file, reason);
        }

        if (all.Count > MostListed)
        {
            Warn(code, null, $"and {all.Count - MostListed} more {what}");
        }
    }
}
