using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CovTools.MSBuild;

/// <summary>Writes reports about one profile and its binaries, as many as are asked for from one reading.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReportCoverage : CoverageTask
{
    /// <summary>
    /// Files to write; metadata <c>Format</c> (<c>text</c>, <c>csv</c>, <c>markdown</c>, <c>badge</c>, <c>llvm-json</c>, <c>lcov</c>, <c>cobertura</c>, <c>sonar</c>,
    /// <c>codecov-json</c>) and <c>SummaryOnly</c> (<c>llvm-json</c> and <c>lcov</c>: numbers of files only).
    /// </summary>
    [Required]
    public ITaskItem[] Reports { get; set; } = [];

    /// <summary>Who writes the reports: another owner's files are not replaced. Empty: any file is.</summary>
    public string Owner { get; set; } = "";

    /// <summary>Folders that Cobertura's document names as those of the sources.</summary>
    public ITaskItem[] SourceRoots { get; set; } = [];

    /// <summary>The reports that were written, with their metadata.</summary>
    [Output]
    public ITaskItem[] Written { get; private set; } = [];

    /// <inheritdoc/>
    protected override void Run(CancellationToken cancellationToken)
    {
        var query = Query();
        var files = Reports.Select(item => ReportFile.Read(item, query)).ToList();
        using var source = CoverageSource.Open(query, files.Any(static file => file.NeedsViews), cancellationToken);
        if (!Tell(source))
        {
            return;
        }

        string[] roots = [.. SourceRoots.Select(static item => item.FullPath())];
        var written = new List<ITaskItem>();
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ResultFile.Write(file.Path, Owner, stream => file.Write(stream, source, roots, cancellationToken));
            written.Add(new TaskItem(file.Item));
            Say($"coverage report ({file.Format}) -> {file.Path}");
        }

        Written = [.. written];
        var totals = source.Summary.Totals;
        Say(FormattableString.Invariant($"coverage: {totals.Lines.Covered} of {totals.Lines.Total} lines, {totals.Branches.Covered} of {totals.Branches.Total} branches, {totals.Functions.Covered} of {totals.Functions.Total} functions -> {string.Join(", ", files.Select(static file => file.Path))}"), MessageImportance.High);
    }
}
