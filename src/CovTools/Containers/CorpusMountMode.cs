namespace CovTools.Containers;

/// <summary>How a corpus shall get into containers.</summary>
public enum CorpusMountMode
{
    /// <summary>Bind mount when the engine sees the directory, else a copy.</summary>
    Auto,

    /// <summary>Bind mount, unseen.</summary>
    Bind,

    /// <summary>A copy in a volume of the engine.</summary>
    Copy,
}
