using CovTools.Libraries;

namespace CovTools.Execution;

/// <summary>What a driver is told at its start; the members of the protocol's <c>start</c> message.</summary>
public sealed record DriverSettings
{
    /// <summary>Id of the run; marks every process of it.</summary>
    public required string RunId { get; init; }

    /// <summary>The library under test.</summary>
    public required LibraryFile Library { get; init; }

    /// <summary>Root of the corpus on this machine.</summary>
    public required string CorpusRoot { get; init; }

    /// <summary>Number of workers, at least 1.</summary>
    public required int Workers { get; init; }

    /// <summary>Seconds that a script may take.</summary>
    public double TimeoutSeconds { get; init; } = 10;

    /// <summary>Seconds that the imports may take.</summary>
    public double StartTimeoutSeconds { get; init; } = 300;

    /// <summary>Bytes of address space that a script may add to what the imports took; 0 = unlimited.</summary>
    public long MemoryBytes { get; init; } = 4L << 30;

    /// <summary>Largest file that a script may write, bytes; 0 = unlimited.</summary>
    public long FileSizeBytes { get; init; } = 1L << 30;

    /// <summary>Bytes kept of the end of a script's output.</summary>
    public int TailBytes { get; init; } = 2000;

    /// <summary>How counters leave a script's process.</summary>
    public CaptureKind Capture { get; init; }

    /// <summary>What keeps scripts apart.</summary>
    public IsolationKind Isolation { get; init; }
}
