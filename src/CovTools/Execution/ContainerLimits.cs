namespace CovTools.Execution;

/// <summary>What a container may use and do.</summary>
public sealed record ContainerLimits
{
    /// <summary>Memory of the whole container, bytes; 0 = unlimited.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Processes and threads; 0 = unlimited.</summary>
    public int Pids { get; init; } = 4096;

    /// <summary>Its network; <c>none</c>: only the loopback interface.</summary>
    public string Network { get; init; } = "none";

    /// <summary>Its user; null: the image's, or nobody when the image's is root.</summary>
    public string? User { get; init; }

    /// <summary>Size of the memory file system with the scripts' working directories, bytes.</summary>
    public long ScratchBytes { get; init; } = 4L << 30;
}
