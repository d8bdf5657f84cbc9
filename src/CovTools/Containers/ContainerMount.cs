namespace CovTools.Containers;

/// <summary>Something mounted into a container.</summary>
public sealed record ContainerMount
{
    private ContainerMount(ContainerMountKind kind, string source, string target, bool readOnly, long sizeBytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        if (target[0] != '/')
        {
            throw new ArgumentException($"'{target}' is not an absolute path", nameof(target));
        }

        Kind = kind;
        Source = source;
        Target = target;
        ReadOnly = readOnly;
        SizeBytes = sizeBytes;
    }

    /// <summary>Where the content comes from.</summary>
    public ContainerMountKind Kind { get; }

    /// <summary>Path on the engine's machine, name of the volume, or empty.</summary>
    public string Source { get; }

    /// <summary>Absolute path in the container.</summary>
    public string Target { get; }

    /// <summary>True when the container cannot write to it.</summary>
    public bool ReadOnly { get; }

    /// <summary>Largest size of a tmpfs in bytes; 0 for other kinds.</summary>
    public long SizeBytes { get; }

    /// <summary>A directory or file of the engine's machine; the engine refuses one that does not exist.</summary>
    public static ContainerMount Bind(string source, string target, bool readOnly)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        return new ContainerMount(ContainerMountKind.Bind, source, target, readOnly, 0);
    }

    /// <summary>A volume; an empty <paramref name="name"/> makes one that is removed with the container.</summary>
    public static ContainerMount Volume(string name, string target, bool readOnly)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new ContainerMount(ContainerMountKind.Volume, name, target, readOnly, 0);
    }

    /// <summary>A memory file system of at most <paramref name="sizeBytes"/> bytes, writable by everybody, executable.</summary>
    public static ContainerMount Tmpfs(string target, long sizeBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sizeBytes);
        return new ContainerMount(ContainerMountKind.Tmpfs, string.Empty, target, readOnly: false, sizeBytes);
    }
}
