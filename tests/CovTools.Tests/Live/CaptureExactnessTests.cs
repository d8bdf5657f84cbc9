using CovTools.Live;
using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Tests.Runtime;

namespace CovTools.Tests.Live;

/// <summary>A capture gives the profile that LLVM's own runtime and llvm-profdata give of the same run.</summary>
public sealed class CaptureExactnessTests
{
    [Theory]
    [InlineData("14")]
    [InlineData("16")]
    [InlineData("19")]
    [InlineData("22")]
    public void AProgramWithItsLibrariesGivesTheProfileOfTheRelease(string release)
    {
        var program = InstrumentedProgram.Build(release);

        var profile = CapturedRun.Profile(program.Program, "return", program.Plugin);

        profile.ShouldBe(CapturedRun.RuntimeProfile(release, program.Program, "return", program.Plugin));
    }

    [Theory]
    [InlineData("14")]
    [InlineData("19")]
    public void StrippedFilesGiveTheSameCounts(string release)
    {
        var program = InstrumentedProgram.Build(release, "-s");

        var profile = CapturedRun.Profile(program.Program, "return", program.Plugin);

        CapturedRun.Show(release, profile).ShouldBe(CapturedRun.Show(release, CapturedRun.RuntimeProfile(release, program.Program, "return", program.Plugin)));
    }

    [Theory]
    [InlineData("-fcoverage-mcdc")]
    [InlineData("-mllvm", "-enable-single-byte-coverage=true")]
    public void OtherKindsOfCountersGiveTheProfileOfTheRelease(params string[] options)
    {
        var program = InstrumentedProgram.Build("19", options);

        var profile = CapturedRun.Profile(program.Program, "return", program.Plugin);

        profile.ShouldBe(CapturedRun.RuntimeProfile("19", program.Program, "return", program.Plugin));
    }

    [Theory]
    [InlineData("14", "1")]
    [InlineData("16", "8")]
    [InlineData("19", "8")]
    [InlineData("19", "64")]
    public void AtomicCountersOfThreadsAndUnloadedLibrariesAreExact(string release, string threads)
    {
        var program = ThreadedProgram.Build(release, "-fprofile-update=atomic");
        var plugin = InstrumentedProgram.Build(release).Plugin;

        var profile = CapturedRun.Profile(program, threads, plugin);

        CapturedRun.Show(release, profile).ShouldBe(CapturedRun.Show(release, CapturedRun.RuntimeProfile(release, program, threads, plugin)));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("64")]
    public void PlainCountersOfThreadsNeverExceedTheTruthAndMissNoCoveredOne(string threads)
    {
        var plugin = InstrumentedProgram.Build("19").Plugin;
        using var exact = CaptureSession.Create();
        CapturedRun.Succeed(exact, ThreadedProgram.Build("19", "-fprofile-update=atomic"), threads, plugin);
        using var plain = CaptureSession.Create();
        CapturedRun.Succeed(plain, ThreadedProgram.Build("19"), threads, plugin);

        var truth = exact.Read().Modules.Single(module => module.Path.EndsWith("threads", StringComparison.Ordinal)).Counters.Counters.ToArray();
        var counted = plain.Read().Modules.Single(module => module.Path.EndsWith("threads", StringComparison.Ordinal)).Counters.Counters.ToArray();

        counted.Length.ShouldBe(truth.Length);
        counted.Select(counter => counter != 0).ShouldBe(truth.Select(counter => counter != 0));
        counted.Zip(truth).ShouldAllBe(pair => pair.First <= pair.Second);
        (threads != "1" || counted.SequenceEqual(truth)).ShouldBeTrue("one thread loses nothing");
    }

    [Fact]
    public void ARustProgramGivesTheProfileOfItsRelease()
    {
        var rustc = NativeTools.Find("rustc") ?? Modules.Toolchain.RequireRust();
        var folder = TestFolders.Create("rust");
        var source = Path.Combine(folder, "main.rs");
        File.WriteAllText(source, "fn work(n: u32) -> u32 { if n > 2 { n * 2 } else { n } }\nfn main() { let s: u32 = (0..5).map(work).sum(); assert!(s > 0); }\n");
        var program = Path.Combine(folder, "main");
        NativeTools.Succeed(rustc, ["-C", "instrument-coverage", "-C", "link-arg=-Wl,--build-id", "-o", program, source], folder);

        var profile = Path.Combine(folder, "captured.profdata");
        File.WriteAllBytes(profile, CapturedRun.Profile(program));
        NativeTools.Succeed(program, [], folder, new Dictionary<string, string> { ["LLVM_PROFILE_FILE"] = Path.Combine(folder, "alone.profraw") });

        // Any rustc will do, so that no certain release of LLVM's tools reads both.
        Counts(profile).ShouldBe(Counts(Path.Combine(folder, "alone.profraw")));
        Counts(profile).Count.ShouldBeGreaterThanOrEqualTo(2);
    }

    private static List<string> Counts(string path)
    {
        using var source = new FileByteSource(path);
        return [.. ProfileReader.Read(source).SelectMany(read => read.Records()).Select(record => $"{record.NameText} {record.FunctionHash:x} {string.Join(' ', record.Counters.ToArray())}").Order(StringComparer.Ordinal)];
    }
}
