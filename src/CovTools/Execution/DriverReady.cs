namespace CovTools.Execution;

/// <summary>A driver's first worker has imported the library.</summary>
public sealed record DriverReady
{
    /// <summary>Isolation in force.</summary>
    public required IsolationKind Isolation { get; init; }

    /// <summary>Capture in force.</summary>
    public required CaptureKind Capture { get; init; }

    /// <summary>Why isolation or capture is not the best one; empty when it is.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Threads of the zygote after the imports.</summary>
    public int Threads { get; init; }

    /// <summary>Seconds that the imports took.</summary>
    public double ImportSeconds { get; init; }

    /// <summary>Every loaded module with counters.</summary>
    public required IReadOnlyList<DriverModule> Modules { get; init; }

    /// <summary>The floor: counters of an empty script, as hits records or raw profiles.</summary>
    public ReadOnlyMemory<byte> Floor { get; init; }

    /// <summary>The interpreter's version.</summary>
    public string Python { get; init; } = "";

    /// <summary>Machine name as uname tells it.</summary>
    public string Machine { get; init; } = "";

    /// <summary>Operating system and kernel.</summary>
    public string System { get; init; } = "";

    /// <summary>CPU model.</summary>
    public string Cpu { get; init; } = "";
}
