using System.Diagnostics;
using System.Runtime.Versioning;
using CovTools.Live;
using CovTools.Tests.Runtime;

namespace CovTools.Tests.Live;

[UnsupportedOSPlatform("windows")]
public sealed class CaptureSessionTests
{
    private static readonly string s_fixtures = Path.Combine(TestFolders.Repository, "tests", "Fixtures", "live");

    [Fact]
    public void AProcessThatIsKilledAndItsChildrenAreAddedUp()
    {
        var program = InstrumentedProgram.Build("19");
        using var session = CaptureSession.Create();

        CapturedRun.Run(session, program.Program, "kill", program.Plugin).ExitCode.ShouldBe(137);
        CapturedRun.Run(session, program.Program, "fork", program.Plugin).ExitCode.ShouldBe(0);

        var result = session.Read();
        result.Problems.ShouldBeEmpty();
        result.Modules.Select(module => Path.GetFileName(module.Path)).Order().ShouldBe(["libshared.so", "plugin.so", "program"]);
        result.Modules.ShouldAllBe(module => module.Covered > 0 && module.Covered <= module.Total);
        result.Modules.Single(module => module.Path == program.Program).Processes.ShouldBeGreaterThan(2);
    }

    [Fact]
    public void TwoRunsCountTwice()
    {
        var program = InstrumentedProgram.Build("19");
        using var once = CaptureSession.Create();
        using var twice = CaptureSession.Create();

        CapturedRun.Succeed(once, program.Program, "return");
        CapturedRun.Succeed(twice, program.Program, "return");
        CapturedRun.Succeed(twice, program.Program, "return");

        var single = once.Read().Modules;
        var both = twice.Read().Modules;
        both.Select(module => module.Id).ShouldBe(single.Select(module => module.Id));
        both.Zip(single).ShouldAllBe(pair => pair.First.Counters.Counters.ToArray().SequenceEqual(pair.Second.Counters.Counters.ToArray().Select(counter => counter * 2)));
    }

    [Fact]
    public void ResettingForgetsEverythingAndCountsOn()
    {
        var program = InstrumentedProgram.Build("19");
        using var session = CaptureSession.Create();
        CapturedRun.Succeed(session, program.Program, "return");
        var before = session.Read().Modules.Select(module => module.Covered).ToList();

        session.Reset();

        session.Read().IsEmpty.ShouldBeTrue();
        CapturedRun.Succeed(session, program.Program, "return");
        session.Read().Modules.Select(module => module.Covered).ShouldBe(before);
    }

    [Fact]
    public void AnotherProcessCanOpenReadAndDeleteACapture()
    {
        var program = InstrumentedProgram.Build("19");
        using var session = CaptureSession.Create();
        CapturedRun.Succeed(session, program.Program, "return");

        using (var opened = CaptureSession.Open(session.Folder))
        {
            opened.Read().Modules.Count.ShouldBe(2);
            opened.Variables["COVRT_FILE"].ShouldBe(session.CountersFile);
        }

        Directory.Exists(session.Folder).ShouldBeTrue();
        CaptureSession.Open(session.Folder).Delete();
        Directory.Exists(session.Folder).ShouldBeFalse();
        Should.Throw<FileNotFoundException>(() => CaptureSession.Open(session.Folder));
    }

    [Fact]
    public void AStaticProgramIsReadFromTheProfileThatItWrites()
    {
        var folder = TestFolders.Create("static");
        var program = Path.Combine(folder, "static");
        File.WriteAllText(Path.Combine(folder, "main.c"), "int main(int argc, char **argv) { (void)argv; return argc > 1 ? 0 : 1; }\n");
        NativeTools.Succeed(NativeTools.Require("clang-19"), ["-static", "-fprofile-instr-generate", "-fcoverage-mapping", "-Wl,--build-id", "main.c", "-o", program], folder);
        using var session = CaptureSession.Create();

        CapturedRun.Succeed(session, program, "x");

        session.Read().RawProfiles.Count.ShouldBe(1);
        CapturedRun.Show("19", CapturedRun.Profile(session)).ShouldBe(CapturedRun.Show("19", CapturedRun.RuntimeProfile("19", program, "x")));
    }

    [Fact]
    public void AProgramWithItsOwnGetenvIsNotCountedTwice()
    {
        var program = Path.Combine(TestFolders.Create("getenv"), "getenv");
        NativeTools.Succeed(
            NativeTools.Require("clang-19"),
            ["-rdynamic", "-fprofile-instr-generate", "-fcoverage-mapping", "-Wl,--build-id", Path.Combine(s_fixtures, "getenv.c"), "-o", program]);
        using var session = CaptureSession.Create();

        CapturedRun.Succeed(session, program);

        Directory.GetFiles(Path.Combine(session.Folder, "raw")).Length.ShouldBe(1); // the case that is tested
        session.Read().RawProfiles.ShouldBeEmpty();
        session.Read().Modules.Single().Counters.Layout.Functions.Count.ShouldBe(2);
        session.Read().Problems.ShouldBeEmpty();
    }

    [Fact]
    public void AModuleWhoseFileIsGoneIsTold()
    {
        var (session, program) = RunCopy();
        using (session)
        {
            File.Delete(program);

            var problem = session.Read().Problems.ShouldHaveSingleItem();
            problem.Kind.ShouldBe(CaptureProblemKind.ModuleGone);
            problem.Path.ShouldBe(program);
            session.Read().Modules.ShouldNotContain(module => module.Path == program);
        }
    }

    [Fact]
    public void AModuleThatWasLookedAtInTimeStaysWhenItsFileIsGone()
    {
        var (session, program) = RunCopy();
        using (session)
        {
            session.LookAtModules();
            File.Delete(program);

            session.Read().Problems.ShouldBeEmpty();
            session.Read().Modules.ShouldContain(module => module.Path == program && module.Covered > 0);
        }
    }

    [Fact]
    public void AModuleThatWasBuiltAnewIsRefused()
    {
        var (session, program) = RunCopy();
        using (session)
        {
            File.Copy(InstrumentedProgram.Build("16").Program, program, overwrite: true);

            var problem = session.Read().Problems.ShouldHaveSingleItem();
            problem.Kind.ShouldBe(CaptureProblemKind.ModuleUnfit);
            problem.Reason.ShouldContain("built anew");
        }
    }

    [Fact]
    public void TheEnvironmentJoinsAnotherPreloadAndReplacesAnOlderCapture()
    {
        using var session = CaptureSession.Create(new CaptureOptions { ProfileFile = "/tmp/x.profraw" });
        var library = Path.Combine(session.Folder, "libcovrt.so");

        session.VariablesWith("/a/libasan.so /old/libcovrt.so:/b/other.so")["LD_PRELOAD"].ShouldBe($"/a/libasan.so:/b/other.so:{library}");
        session.VariablesWith(null)["LD_PRELOAD"].ShouldBe(library);
        session.Variables["LLVM_PROFILE_FILE"].ShouldBe("/tmp/x.profraw");
        session.Variables["COVRT_PROFILE_FILE"].ShouldBe("/tmp/x.profraw");
        var start = new ProcessStartInfo("true");
        start.Environment["LD_PRELOAD"] = "/a/x.so";
        session.ApplyTo(start);
        start.Environment["LD_PRELOAD"].ShouldBe($"/a/x.so:{library}");
        start.Environment["COVRT_FILE"].ShouldBe(session.CountersFile);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("with:colon")]
    public void AFolderThatThePreloadCannotNameIsRefused(string name)
    {
        var folder = Path.Combine(TestFolders.Create("parent"), name);

        Should.Throw<EnvironmentIncompleteException>(() => CaptureSession.Create(new CaptureOptions { Folder = folder })).Message.ShouldContain("LD_PRELOAD");
    }

    [Fact]
    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    public void TheFolderIsPrivateUnlessItIsForAllUsersAndGoneAfterwards()
    {
        string folder;
        using (var session = CaptureSession.Create())
        {
            folder = session.Folder;
            File.GetUnixFileMode(folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            new FileInfo(session.CountersFile).Length.ShouldBeGreaterThan(1 << 20);
        }

        using (var open = CaptureSession.Create(new CaptureOptions { ForAllUsers = true }))
        {
            File.GetUnixFileMode(open.CountersFile).HasFlag(UnixFileMode.OtherWrite).ShouldBeTrue();
            File.GetUnixFileMode(open.Folder).HasFlag(UnixFileMode.OtherExecute).ShouldBeTrue();
        }

        Directory.Exists(folder).ShouldBeFalse();
    }

    private static (CaptureSession Session, string Program) RunCopy()
    {
        var built = InstrumentedProgram.Build("19");
        var folder = TestFolders.Create("copy");
        var program = Path.Combine(folder, "program");
        File.Copy(built.Program, program);
        File.Copy(built.Shared, Path.Combine(folder, "libshared.so"));
        var session = CaptureSession.Create();
        CapturedRun.Succeed(session, program, "return");
        return (session, program);
    }
}
