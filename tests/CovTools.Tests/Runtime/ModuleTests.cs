namespace CovTools.Tests.Runtime;

public sealed class ModuleTests
{
    private readonly InstrumentedProgram _program = InstrumentedProgram.Build(InstrumentedProgram.NewestClang);
    private readonly string _directory = TestFolders.Create("modules");

    [Fact]
    public void MemoryShowsWhatRanSinceTheReset()
    {
        Libcovrt.Drive(_directory, "load", _program.Plugin, "call", "7", "memory", "all", "reset", "memory", "none", "call", "1", "memory", "one");

        Counters("none").Sum().ShouldBe(0);
        Counters("one").Sum().ShouldBeGreaterThan(0);
        Counters("all").Sum().ShouldBeGreaterThan(Counters("one").Sum());
    }

    [Fact]
    public void ScriptsOfAZygoteDoNotSeeEachOther()
    {
        string[] Script(string number, string file) => ["fork", "{", "attach", "call", number, "kill", "9", "}", "read", file, "clear"];

        var output = Libcovrt.Drive(
            _directory, ["load", _program.Plugin, "reset", "create", .. Script("7", "a"), .. Script("1", "b"), .. Script("7", "c"), "read", "d", "memory", "zygote"]);

        output.ShouldBe("child signal 9\nflags 0\nchild signal 9\nflags 0\nchild signal 9\nflags 0\nflags 0\n");
        Counters("a").ShouldBe(Counters("c"));
        Counters("a").ShouldNotBe(Counters("b"));
        new FileInfo(Path.Combine(_directory, "d")).Length.ShouldBe(0);
        Counters("zygote").Sum().ShouldBe(0);
    }

    [Fact]
    public void AModuleLoadedByAScriptCountsFromItsConstructorsOn()
    {
        Libcovrt.Drive(_directory, "load", _program.Plugin, "call", "7", "memory", "expected");

        Libcovrt.Drive(_directory, "set", "LD_PRELOAD", Libcovrt.Native, "create", "fork", "{", "exec", Libcovrt.DriveProgram, Libcovrt.Native, "refresh", "}", "read", "none");
        var output = Libcovrt.Drive(
            _directory, "create", "export", "fork", "{", "exec", Libcovrt.DriveProgram, Libcovrt.Native, "load", _program.Plugin, "call", "7", "kill", "9", "}", "read", "hits");

        output.ShouldBe("child signal 9\nflags 0\n");
        Counters("hits").ShouldBe(Counters("expected"));
    }

    [Fact]
    public void UnloadingLosesNothingAndLoadingAgainCountsOn()
    {
        string[] again = ["load", _program.Plugin, "call", "7", "unload"];
        Libcovrt.Drive(_directory, "load", _program.Plugin, "call", "7", "memory", "once");

        var output = Libcovrt.Drive(
            _directory,
            ["create", "export", "fork", "{", "exec", Libcovrt.DriveProgram, Libcovrt.Native, .. again, .. again, .. again, "refresh", "modules", "}", "read", "hits"]);

        output.ShouldMatch("^module 1 8 [0-9a-f]{40} /.*/plugin.so\nchild exit 0\nflags 0\n$");
        Counters("hits").ShouldBe(Counters("once").Select(value => value * 3));
    }

    [Fact]
    public void AForkAfterAnUnloadTouchesNothing()
    {
        string[] words = ["load", _program.Plugin, "call", "7", "unload", "load", _program.Shared, "fork", "{", "modules", "}"];

        var output = Libcovrt.Drive(_directory, ["create", "export", "fork", "{", "exec", Libcovrt.DriveProgram, Libcovrt.Native, .. words, "}", "read", "hits"]);

        output.ShouldContain("module 1 8 ");
        output.ShouldContain("module 0 8 ");
        output.ShouldEndWith("child exit 0\nflags 0\n");
    }

    [Fact]
    public void AReplacedFileIsReadThroughTheMapping()
    {
        var loaded = Copy("loaded.so", _program.Plugin);
        var other = Copy("other.so", _program.Shared);

        var output = Libcovrt.Drive(_directory, "load", loaded, "replace", other, loaded, "call", "7", "refresh", "modules", "memory", "hits");

        if (output.StartsWith("module 0", StringComparison.Ordinal))
        {
            Libcovrt.Drive(_directory, "load", _program.Plugin, "call", "7", "memory", "expected");
            Counters("hits").ShouldBe(Counters("expected")); // root may open what is mapped
        }
        else
        {
            output.ShouldStartWith("module 2 8 ");
        }
    }

    [Fact]
    public void AReplacedFileThatCannotBeOpenedIsRefusedAndTheLossIsFlagged()
    {
        var setpriv = NativeTools.Require("setpriv");
        var loaded = Copy("loaded.so", _program.Plugin);
        var other = Copy("other.so", _program.Shared);
        NativeTools.Succeed(NativeTools.Require("chmod"), ["a+rx", Path.GetDirectoryName(_directory)!]);
        NativeTools.Succeed(NativeTools.Require("chmod"), ["-R", "a+rwX", _directory, Path.GetDirectoryName(Libcovrt.Native)!, Path.GetDirectoryName(Libcovrt.DriveProgram)!]);

        // Loaded before the library can see it: it is only called after the file was replaced.
        var output = NativeTools.Succeed(
            setpriv,
            ["--reuid", "65534", "--clear-groups", "--bounding-set", "-all", "--inh-caps", "-all", Libcovrt.DriveProgram, Libcovrt.Native,
             "load", loaded, "replace", other, loaded, "call", "7", "refresh", "modules", "create", "fork", "{", "attach", "}", "read", Path.Combine(_directory, "hits")]);

        output.ShouldStartWith("module 2 8 ");
        output.ShouldEndWith("child exit 0\nflags 1\n");
        new FileInfo(Path.Combine(_directory, "hits")).Length.ShouldBe(0);
    }

    [Fact]
    public void ARemovedFileIsReadThroughTheMapping()
    {
        var loaded = Copy("loaded.so", _program.Plugin);

        var output = Libcovrt.Drive(_directory, "load", loaded, "remove", loaded, "refresh", "modules");

        output.ShouldMatch("^module [02] 8 [0-9a-f]{40} .*loaded.so\n$");
    }

    [Fact]
    public void ARelativeNameIsCompleted()
    {
        Copy("relative.so", _program.Plugin);

        Libcovrt.Drive(_directory, "load", "./relative.so", "refresh", "modules").ShouldMatch("^module 0 8 [0-9a-f]{40} /.*/relative.so\n$");
    }

    private string Copy(string name, string from)
    {
        var to = Path.Combine(_directory, name);
        File.Copy(from, to);
        return to;
    }

    private IReadOnlyList<int> Counters(string file) => [.. HitsRecord.Read(Path.Combine(_directory, file)).Values.Single().Counters.Select(value => (int)value)];
}
