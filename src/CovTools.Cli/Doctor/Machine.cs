using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using CovTools.Live;

namespace CovTools.Cli.Doctor;

/// <summary>What this machine offers, probed.</summary>
/// <param name="System">Operating system and kernel.</param>
/// <param name="Architecture">Of the processor.</param>
/// <param name="CpuLevel">What code libraries may choose at run time: the x86-64 level of the processor's instructions.</param>
/// <param name="Exec">Why <c>exec</c> cannot capture here; empty when it can.</param>
/// <param name="PtraceScope">Who may read counters of other processes: 0 the same user, 1 ancestors, 2 root, 3 nobody.</param>
/// <param name="Compilers">Compilers that instrument, and whether their runtimes are here.</param>
internal sealed record Machine(string System, string Architecture, string CpuLevel, string Exec, string PtraceScope, IReadOnlyList<CompilerCheck> Compilers)
{
    public static Machine Probe() => new(
        RuntimeInformation.OSDescription,
        RuntimeInformation.OSArchitecture.ToString(),
        Level(),
        ProbeExec(),
        File.Exists("/proc/sys/kernel/yama/ptrace_scope") ? File.ReadAllText("/proc/sys/kernel/yama/ptrace_scope").Trim() : "0",
        CompilerCheck.All());

    /// <summary>The levels of the x86-64 psABI.</summary>
    private static string Level() => RuntimeInformation.ProcessArchitecture switch
    {
        global::System.Runtime.InteropServices.Architecture.X64 when Avx512F.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported => "x86-64-v4",
        global::System.Runtime.InteropServices.Architecture.X64 when Avx2.IsSupported && Fma.IsSupported && Bmi2.IsSupported => "x86-64-v3",
        global::System.Runtime.InteropServices.Architecture.X64 when Sse42.IsSupported && Popcnt.IsSupported => "x86-64-v2",
        global::System.Runtime.InteropServices.Architecture.X64 => "x86-64",
        var other => other.ToString(),
    };

    private static string ProbeExec()
    {
        try
        {
            using var session = CaptureSession.Create();
            return session.Read().Problems.Count == 0 ? "" : "an empty capture has problems";
        }
        catch (Exception exception) when (exception is EnvironmentIncompleteException or IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }
}
