// The page shows this code, which has no test framework's token to pass on.
#pragma warning disable xUnit1051
using System.Runtime.InteropServices;
using CovTools.Coverage;
using CovTools.Live;
using CovTools.Mapping;
using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Tests.Runtime;

namespace CovTools.Tests.Live;

/// <summary>A native library of this very process.</summary>
public sealed class NativeCoverageTests : IDisposable
{
    private const string Source = """
        int grade(int points)
        {
            if (points > 90) {
                return 1;
            }
            if (points > 50) {
                return 2;
            }
            return 3;
        }

        """;

    private readonly string _folder = TestFolders.Create("native");
    private readonly string _path;
    private readonly nint _library;
    private readonly Grade _grade;

    public NativeCoverageTests()
    {
        File.WriteAllText(Path.Combine(_folder, "grade.c"), Source);
        _path = Path.Combine(_folder, "libgrade.so");
        NativeTools.Succeed(NativeTools.Require("clang-19"), ["-O0", "-fPIC", "-shared", "-fprofile-instr-generate", "-fcoverage-mapping", "-Wl,--build-id", "grade.c", "-o", _path], _folder);
        _library = NativeLibrary.Load(_path);
        _grade = Marshal.GetDelegateForFunctionPointer<Grade>(NativeLibrary.GetExport(_library, "grade"));
    }

    private delegate int Grade(int points);

    public void Dispose() => NativeLibrary.Free(_library);

    [Fact]
    public void ATestCanTellWhichNativeLinesACallReached()
    {
        _grade(95);

        var counters = NativeCoverage.Of(() => _grade(60));

        using var source = new FileByteSource(_path);
        var mapping = CoverageMapping.Load([MappingSections.Read(ElfObject.Read(source))]);
        var report = CoverageReport.Create(mapping, counters, new CoverageOptions());
        var lines = report.Lines(report.CoverageOfFile(0)).Where(line => line.IsMapped).ToDictionary(line => line.Line, line => line.Count);
        lines.Where(line => line.Value > 0).Select(line => line.Key).ShouldBe([2u, 3u, 6u, 7u, 8u, 10u]);
        lines[4].ShouldBe(0UL);
        lines[9].ShouldBe(0UL);
    }

    [Fact]
    public void ThePageShowsTheCodeOfThisTest()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs/live.md"));
        var source = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests/CovTools.Tests/Live/NativeCoverageTests.cs"));
        var code = page.Split("```csharp\n")[1].Split("```")[0];

        source.ShouldContain(string.Join('\n', code.TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? "" : $"        {line}")));
    }

    [Fact]
    public void ResetSnapshotAndDifferenceAreThoseOfTheLibrary()
    {
        _grade(95);
        NativeCoverage.Reset();
        var clean = Own(NativeCoverage.Snapshot());
        clean.Covered.ShouldBe(0);

        _grade(10);
        var once = Own(NativeCoverage.Snapshot());
        _grade(95);
        var twice = Own(NativeCoverage.Snapshot());

        once.NewSince(clean).ShouldBe(1);
        twice.NewSince(once).ShouldBe(1);
        twice.Since(once).Counters.ToArray().ShouldBe([1UL, 1UL, 0UL]);
        twice.ToCounters().Counters.ToArray().ShouldBe([2UL, 1UL, 0UL]);
    }

    [Fact]
    public void ItIsSavedAsARawOrAnIndexedProfile()
    {
        NativeCoverage.Reset();
        _grade(60);
        foreach (var name in new[] { "a.profraw", "a.profdata" })
        {
            var file = Path.Combine(_folder, name);

            NativeCoverage.Save(file);

            using var source = new FileByteSource(file);
            RawProfileReader.IsRawProfile(File.ReadAllBytes(file)).ShouldBe(name == "a.profraw");
            ProfileReader.Read(source).SelectMany(profile => profile.Records()).Single(record => record.NameText == "grade").Counters.ToArray().ShouldBe([1UL, 0UL, 1UL]);
        }
    }

    [Fact]
    public void AnUnloadedLibraryIsNotThereAnyMore()
    {
        var other = Path.Combine(_folder, "libother.so");
        File.Copy(InstrumentedProgram.Build("19").Plugin, other);
        var handle = NativeLibrary.Load(other);
        var loaded = NativeCoverage.Snapshot();
        NativeCoverage.Modules.ShouldContain(module => module.Path == other);

        NativeLibrary.Free(handle);

        NativeCoverage.Modules.ShouldNotContain(module => module.Path == other);
        loaded.ToCounters().Modules.ShouldContain(module => module.Layout.Path.EndsWith("libother.so", StringComparison.Ordinal));
    }

    private LiveCounters Own(LiveSnapshot snapshot) => snapshot.Modules.Single(module => module.Module.Path == _path);
}
