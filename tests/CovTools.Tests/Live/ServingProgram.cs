using System.Diagnostics;
using CovTools.Tests.Runtime;

namespace CovTools.Tests.Live;

/// <summary>tests/Fixtures/live/serve.c, running.</summary>
internal sealed class ServingProgram : IDisposable
{
    private readonly Process _process;

    private ServingProgram(Process process, string folder)
    {
        _process = process;
        Folder = folder;
    }

    public int Id => _process.Id;

    public string Folder { get; }

    public string Program => Path.Combine(Folder, "serve");

    /// <summary>Where the runtime writes at the end.</summary>
    public string Profiles => Path.Combine(Folder, "profiles");

    public static ServingProgram Start(string release, params string[] options) => Start(release, new Dictionary<string, string>(), options);

    public static ServingProgram Start(string release, IReadOnlyDictionary<string, string> environment, params string[] options)
    {
        var folder = TestFolders.Create("serve");
        var program = Path.Combine(folder, "serve");
        NativeTools.Succeed(
            NativeTools.Require("clang-" + release),
            ["-O0", "-fprofile-instr-generate", "-fcoverage-mapping", "-Wl,--build-id", .. options, Path.Combine(TestFolders.Repository, "tests/Fixtures/live/serve.c"), "-o", program, "-ldl"]);
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["LLVM_PROFILE_FILE"] = Path.Combine(folder, "profiles", "%m.profraw");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var serving = new ServingProgram(Process.Start(start)!, folder);
        serving._process.StandardOutput.ReadLine().ShouldBe("ready");
        return serving;
    }

    public string Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine().ShouldNotBeNull();
    }

    /// <summary>Ends it normally; the runtime writes its profiles.</summary>
    public void End()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(TimeSpan.FromSeconds(60)).ShouldBeTrue();
        _process.ExitCode.ShouldBe(0);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
