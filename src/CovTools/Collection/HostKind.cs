namespace CovTools.Collection;

/// <summary>Where scripts execute.</summary>
public enum HostKind
{
    /// <summary>This machine.</summary>
    Local,

    /// <summary>A container.</summary>
    Docker,
}
