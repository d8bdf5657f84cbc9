namespace CovTools.Reports;

/// <summary>What a badge shows.</summary>
public sealed record BadgeOptions
{
    /// <summary>The metric whose percentage it shows.</summary>
    public MetricKind Kind { get; init; } = MetricKind.Line;

    /// <summary>The text on its left side; null: the name of the metric and <c>coverage</c>.</summary>
    public string? Label { get; init; }

    /// <summary>Percentage from which on it is green.</summary>
    public decimal Good { get; init; } = 80;

    /// <summary>Percentage from which on it is yellow; below it is red.</summary>
    public decimal Fair { get; init; } = 50;
}
