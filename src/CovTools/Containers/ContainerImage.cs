namespace CovTools.Containers;

/// <summary>An image that the engine has.</summary>
public sealed record ContainerImage
{
    /// <summary>The name under which it was asked for.</summary>
    public required string Name { get; init; }

    /// <summary>Content address of the image's configuration, <c>sha256:…</c>: the same bytes, the same id.</summary>
    public required string Id { get; init; }

    /// <summary>Registry digests, <c>name@sha256:…</c>; empty for an image that was built here and never pushed.</summary>
    public required IReadOnlyList<string> Digests { get; init; }

    /// <summary>Processor architecture in Go's words, such as <c>amd64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Operating system, such as <c>linux</c>.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>The user of its processes as the image says it; empty means root.</summary>
    public required string User { get; init; }

    /// <summary>Labels of the image.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Environment of its processes.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>True when its processes run as root unless told otherwise.</summary>
    public bool RunsAsRoot => User.Split(':')[0] is "" or "0" or "root";
}
