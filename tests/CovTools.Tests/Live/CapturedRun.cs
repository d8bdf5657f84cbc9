using CovTools.Live;
using CovTools.Tests.Runtime;

namespace CovTools.Tests.Live;

/// <summary>Programs under a capture, and what LLVM's own tools make of the same run without one.</summary>
internal static class CapturedRun
{
    public static RunResult Run(CaptureSession session, string program, params string[] arguments) =>
        NativeTools.Run(program, arguments, environment: session.VariablesWith(null));

    /// <summary>Runs a program that has to end normally.</summary>
    public static void Succeed(CaptureSession session, string program, params string[] arguments) =>
        NativeTools.Succeed(program, arguments, environment: session.VariablesWith(null));

    /// <summary>The merged profile of a run under a capture.</summary>
    public static byte[] Profile(string program, params string[] arguments)
    {
        using var session = CaptureSession.Create();
        Succeed(session, program, arguments);
        return Profile(session);
    }

    /// <summary>The merged profile of what was counted.</summary>
    public static byte[] Profile(CaptureSession session)
    {
        var result = session.Read();
        result.Problems.ShouldBeEmpty();
        using var profile = new MemoryStream();
        result.WriteProfile(profile);
        return profile.ToArray();
    }

    /// <summary>What llvm-profdata of a release makes of the files that LLVM's runtime writes in a normal run.</summary>
    public static byte[] RuntimeProfile(string release, string program, params string[] arguments)
    {
        var folder = TestFolders.Create("llvm");
        NativeTools.Succeed(program, arguments, folder, new Dictionary<string, string> { ["LLVM_PROFILE_FILE"] = Path.Combine(folder, "%p-%m.profraw") });
        var merged = Path.Combine(folder, "merged.profdata");
        NativeTools.Succeed(NativeTools.Require("llvm-profdata-" + release), ["merge", "-j", "1", "-o", merged, .. Directory.GetFiles(folder, "*.profraw").Order()]);
        return File.ReadAllBytes(merged);
    }

    /// <summary>Functions and counters of a profile, as llvm-profdata shows them.</summary>
    public static string Show(string release, byte[] profile)
    {
        var file = Path.Combine(TestFolders.Create("show"), "p.profdata");
        File.WriteAllBytes(file, profile);
        return NativeTools.Succeed(NativeTools.Require("llvm-profdata-" + release), ["show", "--all-functions", "--counts", file]);
    }
}
