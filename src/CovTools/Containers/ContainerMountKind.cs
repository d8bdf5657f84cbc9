namespace CovTools.Containers;

/// <summary>Where the content of a mount comes from.</summary>
public enum ContainerMountKind
{
    /// <summary>A directory or file of the engine's machine.</summary>
    Bind,

    /// <summary>A volume of the engine; without a name it lives and dies with the container.</summary>
    Volume,

    /// <summary>Memory.</summary>
    Tmpfs,
}
