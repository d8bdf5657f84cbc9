using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Testing;

/// <summary>The end of a project's tests: what they counted becomes a profile, and part of the merged result.</summary>
public static class TestSessionEnd
{
    private const string NotLoaded =
        "the tests loaded no instrumented native library. Was it built by clang with -fprofile-instr-generate -fcoverage-mapping, for compiling and linking, and is that build the one beside the test program? "
        + "A library whose section headers were removed cannot be measured either";

    /// <summary>Reads the counters, adds them to the result of the run, and removes them.</summary>
    /// <param name="session">The session.</param>
    /// <param name="options">What to make of the result.</param>
    /// <param name="waits">The test host has ended, or is about to: processes that it started are waited for.</param>
    /// <param name="result">The merged result so far.</param>
    /// <returns>What the user must know about these tests.</returns>
    /// <exception cref="TestingException">Another run has replaced the results, or a file cannot be read or written.</exception>
    public static IReadOnlyList<TestingMessage> Finish(TestSession session, TestRunOptions options, bool waits, out TestRunResult result)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(options);
        var folder = TestRunFolder.Open(TestRunFolder.OfSession(session.Folder));
        var stored = TestSession.Open(session.Folder).Stored;
        var messages = new List<TestingMessage>(stored.Messages);
        var modules = new List<StoredModule>();
        if (stored.Capture.Length == 0)
        {
            messages.Add(new TestingMessage(TestingCode.CollectorMissing, true, "", "no test process was started under coverage, so that nothing was collected: there were no tests, or the data collector 'LLVM Coverage' was not started"));
        }
        else
        {
            var collected = CaptureCollector.Read(stored.Capture, stored.IsFallback, stored.ProgramFolder, waits);
            messages.AddRange(collected.Messages);
            modules.AddRange(collected.Modules.Select(module => Keep(folder, module, messages)));
            if (collected.Profile is { } profile)
            {
                ReplacedFile.Write(session.ProfilePath, stream => IndexedProfileWriter.Write(profile, stream));
            }
            else
            {
                messages.Add(new TestingMessage(TestingCode.NothingLoaded, false, "", NotLoaded));
            }
        }

        using (folder.Lock())
        {
            // The folder may have been given to another run while this one was reading.
            TestSession.Open(session.Folder).Change(stored with { IsDone = true, Capture = "", Modules = modules, Messages = messages });
            result = TestRunReport.WriteLocked(folder, options);
        }

        NativeCapture.Delete(stored.Capture);
        return messages;
    }

    private static StoredModule Keep(TestRunFolder folder, CollectedModule module, List<TestingMessage> messages)
    {
        using var file = new FileByteSource(module.Path);
        var elf = ElfObject.Read(file);
        if (!elf.FindSections(CoverageSection.CoverageMap).Any(section => section.Size > 0))
        {
            messages.Add(new TestingMessage(
                TestingCode.NoMapping, false, module.Path, "the library counts, but does not say to which lines its counters belong, so that no report shows it: build it with -fcoverage-mapping, and do not remove its section __llvm_covmap"));
            return new StoredModule(module.Id, module.Path, "", module.Release);
        }

        var kept = Path.Combine(TestRunFolder.ModuleFolder(module.Id), Path.GetFileName(module.Path));
        var path = Path.Combine(folder.Path, kept);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!); // below the folder of results
            ReplacedFile.Write(path, stream => CoverageObjectWriter.Write(elf, stream));
        }

        return new StoredModule(module.Id, module.Path, kept, module.Release);
    }
}
