namespace CovTools.Collection;

/// <summary>Limits and privileges of the container that executes scripts.</summary>
public sealed record ContainerSettings
{
    /// <summary>Memory of the whole container, bytes; 0 = unlimited.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Processes and threads in the container; 0 = unlimited.</summary>
    public int Pids { get; init; } = 4096;

    /// <summary>Network of the container; <c>none</c> by default.</summary>
    public string Network { get; init; } = "none";

    /// <summary>User in the container; null: the image's, or an unprivileged one when the image's is root.</summary>
    public string? User { get; init; }
}
