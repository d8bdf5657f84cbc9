namespace CovTools.Containers;

/// <summary>
/// A container to be created. The defaults are strict: no network, no capabilities, no new privileges, an init process that reaps orphans,
/// no core dumps, no log kept by the engine (output is attached and can be gigabytes).
/// </summary>
public sealed record ContainerSpecification
{
    /// <summary>Name or id of the image.</summary>
    public required string Image { get; init; }

    /// <summary>The program and its arguments; replaces entry point and command of the image. Empty: the image's own.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>True: the image's entry point stays and <see cref="Command"/> becomes its arguments.</summary>
    public bool KeepEntryPoint { get; init; }

    /// <summary>Variables added to those of the image.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Labels of the container.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>User, or <c>uid:gid</c>; null: the image's.</summary>
    public string? User { get; init; }

    /// <summary>Working directory; null: the image's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Network: <c>none</c>, or a network of the engine such as <c>bridge</c>.</summary>
    public string Network { get; init; } = "none";

    /// <summary>What is mounted into it.</summary>
    public IReadOnlyList<ContainerMount> Mounts { get; init; } = [];

    /// <summary>True: nothing but mounts can be written.</summary>
    public bool ReadOnlyRoot { get; init; }

    /// <summary>Memory of all its processes, bytes; 0: unlimited.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Memory and swap together, bytes; null: as <see cref="MemoryBytes"/>, so no swap; -1: unlimited swap.</summary>
    public long? MemorySwapBytes { get; init; }

    /// <summary>Number of processes and threads; 0: unlimited.</summary>
    public long PidsLimit { get; init; }

    /// <summary>Processors, such as 1.5; 0: all.</summary>
    public double Cpus { get; init; }

    /// <summary>Size of <c>/dev/shm</c> in bytes; 0: the engine's default (64 MiB).</summary>
    public long SharedMemoryBytes { get; init; }

    /// <summary>True: process 1 is a small init that forwards signals and reaps orphans.</summary>
    public bool Init { get; init; } = true;

    /// <summary>True: every capability is dropped.</summary>
    public bool DropCapabilities { get; init; } = true;

    /// <summary>True: set-user-id programs give no privileges.</summary>
    public bool NoNewPrivileges { get; init; } = true;

    /// <summary>
    /// True: SELinux labels are not enforced for this container, so that a bind mount can be read without relabelling the
    /// user's files. No effect where there is no SELinux.
    /// </summary>
    public bool DisableSecurityLabels { get; init; }

    /// <summary>True: standard input stays open and ends for good when the attached client closes it or goes away.</summary>
    public bool OpenInput { get; init; }
}
