namespace CovTools.Mapping;

/// <summary>The sum or the difference of two counts, modulo 2^64.</summary>
/// <param name="Left">First operand.</param>
/// <param name="Right">Second operand.</param>
/// <param name="Subtract">True for Left - Right, false for Left + Right.</param>
public readonly record struct CounterExpression(Counter Left, Counter Right, bool Subtract);
