using CovTools.Live;
using CovTools.Modules;
using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Testing;

/// <summary>Reads what was counted into a capture.</summary>
internal static class CaptureCollector
{
    /// <summary>A child that ends in an orderly way does it within this time; one that goes on is told.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Reads a capture.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="isFallback">It holds profiles of LLVM's runtime.</param>
    /// <param name="programFolder">Where libraries are looked for when profiles do not tell where theirs are.</param>
    /// <param name="waits">Processes that still count are waited for.</param>
    public static CollectedCoverage Read(string folder, bool isFallback, string programFolder, bool waits) =>
        isFallback ? ReadProfiles(folder, programFolder) : ReadCounters(folder, waits);

    private static CollectedCoverage ReadCounters(string folder, bool waits)
    {
        using var session = CaptureSession.Open(folder);
        var messages = new List<TestingMessage>();
        if (waits && CaptureUsers.WaitForEnd(session.CountersFile, s_patience) is { Count: > 0 } users)
        {
            messages.Add(new TestingMessage(
                TestingCode.StillRunning, false, "", $"process {string.Join(", ", users)}, which the tests started, is still running; what it executes from now on is not counted"));
        }

        var result = session.Read();
        messages.AddRange(result.Problems.Select(Told));
        return new CollectedCoverage(
            result.IsEmpty ? null : result.Merge(),
            [.. result.Modules.Select(module => new CollectedModule(module.Id, module.Path, module.Counters.Layout.Release.Major))],
            messages);
    }

    private static TestingMessage Told(CaptureProblem problem) => problem.Kind switch
    {
        CaptureProblemKind.Lost => new TestingMessage(TestingCode.CountersLost, true, problem.Path, problem.Reason),
        CaptureProblemKind.Damaged => new TestingMessage(TestingCode.CountersDamaged, true, problem.Path, problem.Reason),
        CaptureProblemKind.ModuleGone or CaptureProblemKind.ModuleUnfit => new TestingMessage(TestingCode.LibraryRefused, true, problem.Path, problem.Reason),
        CaptureProblemKind.ProfileUnfit => new TestingMessage(TestingCode.ProfileUnfit, true, problem.Path, problem.Reason),
        var other => throw new InvalidOperationException($"unknown kind of problem {other}"),
    };

    private static CollectedCoverage ReadProfiles(string folder, string programFolder)
    {
        var outcome = ProfileMerge.Run([.. InputList.Expand(folder)], new MergeOptions());
        var messages = outcome.Inputs.Where(input => input.Status != InputStatus.Merged)
            .Select(input => new TestingMessage(
                TestingCode.ProfileUnfit,
                true,
                input.Name,
                input.Status == InputStatus.Empty ? "the profile is empty: its process was killed before it came to a normal end" : $"the profile cannot be used: {input.Reason}"))
            .ToList();
        return outcome.Profile.RecordCount == 0
            ? new CollectedCoverage(null, [], messages)
            : new CollectedCoverage(outcome.Profile, FindLibraries(programFolder), messages);
    }

    /// <summary>The instrumented libraries beside a test program: profiles do not say where theirs are.</summary>
    private static List<CollectedModule> FindLibraries(string programFolder)
    {
        var found = new Dictionary<string, CollectedModule>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(programFolder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (Look(path) is { } module)
            {
                found.TryAdd(module.Id, module);
            }
        }

        return [.. found.Values];
    }

    private static CollectedModule? Look(string path)
    {
        try
        {
            using var file = new FileByteSource(path);
            Span<byte> start = stackalloc byte[4];
            if (file.Length < start.Length)
            {
                return null;
            }

            file.Read(0, start);
            if (!start.SequenceEqual("\u007fELF"u8) || ElfObject.Read(file) is not { } elf || !ModuleLayout.HasCounters(elf))
            {
                return null;
            }

            var layout = ModuleLayout.Read(elf);
            return new CollectedModule(layout.Id, path, layout.Release.Major);
        }
        catch (Exception exception) when (exception is MalformedDataException or UnauthorizedAccessException)
        {
            return null; // some other file that only looks like a library
        }
    }
}
