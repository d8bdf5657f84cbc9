namespace CovTools.Coverage;

/// <summary>A decision whose conditions are all found.</summary>
/// <param name="Region">Index of its region in the function.</param>
/// <param name="First">Where its conditions start in the finder's list.</param>
/// <param name="Count">Number of its conditions.</param>
internal readonly record struct FoundDecision(int Region, int First, int Count);
