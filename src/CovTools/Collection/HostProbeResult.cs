using CovTools.Execution;

namespace CovTools.Collection;

/// <summary>What a host can do.</summary>
public sealed record HostProbeResult
{
    /// <summary>The host as users know it.</summary>
    public required string Host { get; init; }

    /// <summary>Content id of the container's image; null on this machine.</summary>
    public string? ImageId { get; init; }

    /// <summary>Isolation, capture, interpreter, processor, as the driver told.</summary>
    public required DriverReady Ready { get; init; }

    /// <summary>The instrumented modules that the library's import loaded.</summary>
    public required IReadOnlyList<HostProbeModule> Modules { get; init; }

    /// <summary>What the driver wants the user to know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The probes.</summary>
    public required IReadOnlyList<HostProbeEnd> Ends { get; init; }
}
