namespace CovTools.Execution;

/// <summary>How counters leave a script's process.</summary>
public enum CaptureKind
{
    /// <summary>Memory where libcovrt loads, else the runtime's files.</summary>
    Auto,

    /// <summary>libcovrt: counters on a shared file that outlives the process.</summary>
    Memory,

    /// <summary>The LLVM runtime's own files, which a crash loses.</summary>
    Profraw,
}
