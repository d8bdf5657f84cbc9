namespace CovTools.Containers;

/// <summary>How long an engine may take.</summary>
public sealed record EngineTimeouts
{
    /// <summary>A short call (everything but waiting, uploads, downloads and attached streams) until its answer is complete.</summary>
    public TimeSpan Call { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Until an engine that had answered before accepts connections again, for example while it is restarted.</summary>
    public TimeSpan Reconnect { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Until an engine answers for the first time.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);
}
