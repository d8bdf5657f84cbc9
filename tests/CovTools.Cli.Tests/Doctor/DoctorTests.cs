using System.Text.Json;

namespace CovTools.Cli.Tests.Doctor;

/// <summary>The verb <c>doctor</c>, on this machine and on an image.</summary>
public sealed class DoctorTests : IDisposable
{
    private static readonly string[] s_ends = ["return", "exception", "os._exit", "SIGSEGV", "SIGABRT", "SIGKILL", "fork", "timeout"];

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task ThisMachineIsProbedWithALibrary()
    {
        Components.RequireTinytensor();

        var found = (await Run("--library", "tinytensor", "--json")).WithExitCode(0).Json;

        RequireHealthy(found);
        found.GetProperty("machine").GetProperty("execProblem").GetString().ShouldBeEmpty();
        found.GetProperty("machine").GetProperty("compilers").EnumerateArray().Select(item => item.GetProperty("name").GetString()).ShouldContain("clang-19");
    }

    [Fact]
    public async Task AnImageIsProbedAndItsDigestIsTold()
    {
        Docker.Require();

        var found = (await Run(Docker.Image, "--library", "tinytensor", "--json")).WithExitCode(0).Json;

        RequireHealthy(found);
        found.GetProperty("host").GetProperty("image").GetString().ShouldNotBeNull().ShouldStartWith("sha256:");
    }

    [Fact]
    public async Task TheTextSaysTheSame()
    {
        Components.RequireTinytensor();

        var text = (await Run("--library", "tinytensor")).WithExitCode(0).Output;

        text.ShouldContain("libtinytensor_core.so: LLVM 19, raw version 10");
        text.ShouldContain("capture    memory\n");
        text.ShouldContain("fork       safe (1 thread");
        text.ShouldContain("not pinned");
        foreach (var end in s_ends)
        {
            text.ShouldContain($"end        {end}: kept\n");
        }
    }

    [Fact]
    public async Task ALibraryThatIsNotInstrumentedIsSaid()
    {
        var file = _workspace.Script("../plain.json", """{"schema":1,"name":"plain","modules":["json"],"environment":{"X_CPU_CAPABILITY":"avx2"}}""");

        var result = (await Run("--library", file)).WithExitCode(5);

        result.Output.ShouldContain("nothing that is instrumented");
        result.Output.ShouldContain("pinned by X_CPU_CAPABILITY=avx2");
    }

    [Fact]
    public async Task AnImportThatFailsIsSaidWithItsReason()
    {
        var file = _workspace.Script("../broken.json", """{"schema":1,"name":"broken","modules":["no_such_module_at_all"]}""");

        (await Run("--library", file)).WithExitCode(4).Output.ShouldContain("no_such_module_at_all");
    }

    private static void RequireHealthy(JsonElement found)
    {
        found.GetProperty("host").GetProperty("capture").GetString().ShouldBe("memory");
        found.GetProperty("host").GetProperty("isolation").GetString().ShouldBe("fork");
        found.GetProperty("machine").GetProperty("cpuLevel").GetString().ShouldNotBeNullOrEmpty();
        var modules = found.GetProperty("modules").EnumerateArray().ToList();
        modules.Count.ShouldBe(2);
        modules.ShouldAllBe(module => module.GetProperty("llvm").GetInt32() == 19 && module.GetProperty("counters").GetInt32() > 100);
        found.GetProperty("ends").EnumerateArray().Select(end => end.GetProperty("end").GetString()).ShouldBe(s_ends);
        found.GetProperty("ends").EnumerateArray().ShouldAllBe(end => end.GetProperty("loss").ValueKind == JsonValueKind.Null);
    }

    private Task<ToolResult> Run(params string[] words) => Tool.RunAsync(_workspace.Root, ["doctor", .. words]);
}
