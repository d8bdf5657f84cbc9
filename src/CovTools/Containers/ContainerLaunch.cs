namespace CovTools.Containers;

/// <summary>What a <see cref="ContainerLauncher"/> shall start.</summary>
public sealed record ContainerLaunch
{
    /// <summary>The container; labels of ours and the open input are added.</summary>
    public required ContainerSpecification Specification { get; init; }

    /// <summary>Files that it needs before it starts.</summary>
    public IReadOnlyList<ContainerUpload> Uploads { get; init; } = [];

    /// <summary>Receives the lines of standard error while the output is read.</summary>
    public required Action<string> ErrorLine { get; init; }

    /// <summary>Receives sentences for the user: a limit that the engine cannot honour, a container that could not be removed.</summary>
    public required Action<string> Note { get; init; }
}
