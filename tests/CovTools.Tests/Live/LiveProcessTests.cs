using CovTools.Live;
using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Tests.Runtime;

namespace CovTools.Tests.Live;

public sealed class LiveProcessTests
{
    [Theory]
    [InlineData("14")]
    [InlineData("16")]
    [InlineData("19")]
    [InlineData("19", "-s")]
    [InlineData("19", "-no-pie")]
    [InlineData("19", "-fcoverage-mcdc")]
    [InlineData("19", "-mllvm", "-enable-single-byte-coverage=true")]
    [InlineData("22", "-static")]
    public void ASnapshotIsWhatTheRuntimeWritesAtTheEnd(string release, params string[] options)
    {
        using var program = ServingProgram.Start(release, options);
        program.Ask("work 3");
        program.Ask("work 9");
        using var process = new LiveProcess(program.Id);

        var snapshot = process.Snapshot();
        program.End();

        // The last turn of the loop and the end of main come after the snapshot.
        var written = Records(Directory.GetFiles(program.Profiles).Single());
        var profile = Path.Combine(program.Folder, "live.profdata");
        var raw = Path.Combine(program.Folder, "live.profraw");
        ReplacedFile.Write(profile, stream => snapshot.WriteProfile(stream));
        ReplacedFile.Write(raw, snapshot.WriteRawProfile);
        snapshot.Total.ShouldBe(written.Values.Sum(counters => counters.Split(' ').Length));
        Records(profile)["serve_work"].ShouldBe(written["serve_work"]);
        Records(raw)["serve_work"].ShouldBe(written["serve_work"]);
        Records(raw).ShouldBe(Records(profile), ignoreOrder: true);
        NativeTools.Succeed(NativeTools.Require("llvm-profdata-" + release), ["merge", "-o", Path.Combine(program.Folder, "m.profdata"), raw]);
        Records(Path.Combine(program.Folder, "m.profdata"))["serve_work"].ShouldBe(written["serve_work"]);
    }

    [Fact]
    public void ResettingAndDifferencesFollowTheProgram()
    {
        using var program = ServingProgram.Start("19");
        using var process = new LiveProcess(program.Id);
        var start = process.Snapshot();
        program.Ask("work 3");
        var first = process.Snapshot();

        process.Reset();

        process.Snapshot().Covered.ShouldBe(0);
        program.Ask("work 9");
        var second = process.Snapshot();
        first.NewSince(start).ShouldBeGreaterThan(0);
        second.NewSince(first).ShouldBe(1); // the branch of serve_work that was not taken before
        CountersOf(first.Since(start).Modules.Single(), "serve_work").ShouldBe([1UL, 0UL]);
        CountersOf(second.ToCounters().Modules.Single(), "serve_work").ShouldBe([1UL, 1UL]);
        CountersOf(second.Since(first).Modules.Single(), "serve_work").ShouldBe([0UL, 1UL]);
        process.Snapshot(reused: second).Covered.ShouldBe(second.Covered);
    }

    [Fact]
    public void LibrariesThatComeAndGoAreFollowed()
    {
        using var program = ServingProgram.Start("19");
        var plugin = InstrumentedProgram.Build("19").Plugin;
        using var process = new LiveProcess(program.Id);
        process.Modules.Select(module => module.Path).ShouldBe([program.Program]);

        program.Ask($"load {plugin}").ShouldBe("loaded");
        process.Refresh();
        process.Modules.Select(module => module.Path).ShouldBe([program.Program, plugin], ignoreOrder: true);
        var snapshot = process.Snapshot();
        program.Ask("unload").ShouldBe("unloaded");

        process.Snapshot().Modules.ShouldHaveSingleItem().Module.Path.ShouldBe(program.Program);
        process.Refresh();
        process.Modules.ShouldHaveSingleItem();
        snapshot.ToCounters().Modules.Count.ShouldBe(2);
        process.Problems.ShouldBeEmpty();
    }

    [Fact]
    public void AFileThatWasReplacedIsReadThroughTheMappingOrRefused()
    {
        using var program = ServingProgram.Start("19");
        var other = InstrumentedProgram.Build("19").Program;
        File.Delete(program.Program);
        File.Copy(other, program.Program);

        using var process = new LiveProcess(program.Id);

        // The running program is always readable by /proc/PID/exe.
        process.Modules.ShouldHaveSingleItem().Layout.Names.TryGetName(NameHash.Compute("serve_work"u8), out _).ShouldBeTrue();
    }

    [Fact]
    public void ALibraryThatWasReplacedIsNeverReadAtTheAddressesOfTheNewOne()
    {
        using var program = ServingProgram.Start("19");
        var plugin = Path.Combine(program.Folder, "plugin.so");
        File.Copy(InstrumentedProgram.Build("19").Plugin, plugin);
        program.Ask($"load {plugin}").ShouldBe("loaded");
        File.Delete(plugin);
        File.Copy(InstrumentedProgram.Build("19", "-fcoverage-mcdc").Shared, plugin);

        using var process = new LiveProcess(program.Id);

        // With privileges the loaded file is opened by its mapping; without, it is refused with a reason.
        var found = process.Modules.SingleOrDefault(module => module.Path == plugin);
        (found is null ? process.Problems.Single().Reason : "replaced " + found.Id).ShouldContain("replaced");
        found?.Id.ShouldBe(IdOf(InstrumentedProgram.Build("19").Plugin));
    }

    [Fact]
    public void CountersThatLibcovrtMovedAreRead()
    {
        using var session = CaptureSession.Create();
        using var program = ServingProgram.Start("19", session.VariablesWith(null));
        program.Ask("work 9");
        using var process = new LiveProcess(program.Id);

        process.Snapshot().ToCounters().Modules.Single().ToHits().Values.ShouldBe(session.Read().Modules.Single().Counters.ToHits().Values);
        process.Reset();
        session.Read().Modules.Single().Covered.ShouldBe(0);
    }

    [Fact]
    public void AProcessThatDoesNotExistOrHasEndedIsSaid()
    {
        Should.Throw<EnvironmentIncompleteException>(() => new LiveProcess(int.MaxValue)).Message.ShouldContain("there is no process 2147483647");
        using var program = ServingProgram.Start("19");
        using var process = new LiveProcess(program.Id);
        program.End();

        Should.Throw<EnvironmentIncompleteException>(() => process.Snapshot()).Message.ShouldContain("has ended");
    }

    [Fact]
    public void ASystemProgramHasNoInstrumentedModules()
    {
        using var sleeping = System.Diagnostics.Process.Start("sleep", "60");
        using var process = new LiveProcess(sleeping.Id);

        process.Modules.ShouldBeEmpty();
        process.Problems.ShouldBeEmpty();
        process.Snapshot().Total.ShouldBe(0);
        sleeping.Kill();
    }

    private static string IdOf(string path)
    {
        using var source = new FileByteSource(path);
        return ElfObject.Read(source).BuildId;
    }

    private static ulong[] CountersOf(CovTools.Modules.ModuleCounters counters, string function)
    {
        var found = counters.Layout.Functions.First(candidate => candidate.NameHash == NameHash.Compute(System.Text.Encoding.UTF8.GetBytes(function)));
        return counters.Counters.Slice(found.FirstCounter, found.CounterCount).ToArray();
    }

    private static Dictionary<string, string> Records(string path)
    {
        using var source = new FileByteSource(path);
        return ProfileReader.Read(source).SelectMany(profile => profile.Records()).ToDictionary(record => record.NameText, record => string.Join(' ', record.Counters.ToArray()));
    }
}
