namespace CovTools.Coverage;

/// <summary>One way through a decision.</summary>
/// <param name="Conditions">Value by position; null: not evaluated.</param>
/// <param name="Result">What the decision came to.</param>
public sealed record McdcTestVector(IReadOnlyList<bool?> Conditions, bool Result);
