using CovTools.Coverage;
using CovTools.Mapping;
using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Reports;

namespace CovTools.Testing;

/// <summary>Makes the merged result of all test projects of a run that have ended: the profile, the table of files, and files for other programs.</summary>
public static class TestRunReport
{
    /// <summary>Makes the result anew.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="options">What to make.</param>
    /// <exception cref="TestingException">Something cannot be written.</exception>
    public static TestRunResult Write(TestRunFolder folder, TestRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        using (folder.Lock())
        {
            return WriteLocked(folder, options);
        }
    }

    internal static TestRunResult WriteLocked(TestRunFolder folder, TestRunOptions options)
    {
        var sessions = folder.Sessions().Where(session => session.Stored.IsDone).ToList();
        var profiles = sessions.Select(session => session.ProfilePath).Where(File.Exists).ToList();
        if (profiles.Count == 0)
        {
            return new TestRunResult(folder.Path, null, sessions.Count, []);
        }

        var messages = new List<TestingMessage>();
        Merge(profiles, folder.ProfilePath, messages);
        var modules = sessions.SelectMany(session => session.Stored.Modules).Where(module => module.Kept.Length > 0).DistinctBy(module => module.Id).OrderBy(module => module.Path, StringComparer.Ordinal).ToList();
        if (modules.Count == 0)
        {
            return new TestRunResult(folder.Path, null, sessions.Count, messages);
        }

        var mapping = CoverageMapping.Load([.. modules.Select(module => ReadMapping(folder, module))]);
        messages.AddRange(mapping.Diagnostics.Select(diagnostic => new TestingMessage(TestingCode.MalformedMapping, false, diagnostic.Source, diagnostic.ToString())));
        using var source = new FileByteSource(folder.ProfilePath);
        var report = CoverageReport.Create(
            mapping, new IndexedProfileTable(source), new CoverageOptions { Release = new LlvmRelease(modules.Max(module => module.Release)), IsReported = options.Reports });
        messages.AddRange(Mismatches(report));
        WriteFiles(folder, options, report);
        return new TestRunResult(folder.Path, report.Files.Count == 0 ? null : ReportedSummary.From(report), sessions.Count, messages);
    }

    private static void Merge(List<string> profiles, string path, List<TestingMessage> messages)
    {
        var outcome = ProfileMerge.Run([.. profiles.Select(profile => new MergeInput(profile))], new MergeOptions());
        messages.AddRange(outcome.Inputs.Where(input => input.Status != InputStatus.Merged).Select(input =>
            new TestingMessage(TestingCode.ProfileUnfit, true, input.Name, $"the profile of a test project cannot be merged: {input.Reason}")));
        messages.AddRange(outcome.Problems.Select(problem => new TestingMessage(TestingCode.ProfileUnfit, false, "", problem.ToString())));
        ReplacedFile.Write(path, stream => IndexedProfileWriter.Write(outcome.Profile, stream));
    }

    private static MappingSections ReadMapping(TestRunFolder folder, StoredModule module)
    {
        using var file = new FileByteSource(Path.Combine(folder.Path, module.Kept));
        return MappingSections.Read(ElfObject.Read(file));
    }

    private static void WriteFiles(TestRunFolder folder, TestRunOptions options, CoverageReport report)
    {
        ReplacedFile.Write(folder.TablePath, stream => FileTextReport.Write(stream, report.Summary.Files, new TextReportOptions { Release = report.Options.Release }));
        foreach (var format in options.Formats)
        {
            ReplacedFile.Write(folder.ResultPath(format.Extension), stream => format.Write(stream, report));
        }
    }

    private static IEnumerable<TestingMessage> Mismatches(CoverageReport report) =>
        report.Mismatches.GroupBy(mismatch => mismatch.Module, StringComparer.Ordinal).Select(group => new TestingMessage(
            TestingCode.MismatchedFunctions,
            false,
            group.Key,
            $"{group.Count()} functions are left out, {group.First().Function} is one: another library of the run has functions of the same name with another body"));
}
