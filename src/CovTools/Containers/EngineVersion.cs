namespace CovTools.Containers;

/// <summary>What an engine says about itself (<c>GET /version</c> of the Docker Engine API).</summary>
public sealed record EngineVersion
{
    /// <summary>The product, such as <c>Engine</c> (Docker) or <c>Podman Engine</c>.</summary>
    public required string Product { get; init; }

    /// <summary>The version of the product, such as <c>20.10.24</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The API version that is used for every call: the newest one that both sides know.</summary>
    public required Version Api { get; init; }

    /// <summary>Operating system of its containers, such as <c>linux</c>.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>Processor architecture in Go's words, such as <c>amd64</c> or <c>arm64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>True when this is Podman's service.</summary>
    public bool IsPodman => Product.Contains("podman", StringComparison.OrdinalIgnoreCase);
}
