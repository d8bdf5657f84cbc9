namespace CovTools.Profiles;

/// <summary>An input and its place among the inputs, from 0.</summary>
internal sealed record NumberedInput(int Number, MergeInput Input);
