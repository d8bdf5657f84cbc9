namespace CovTools.Profiles;

/// <summary>An input and its place among the inputs, from 0.</summary>
internal readonly record struct NumberedInput(int Number, MergeInput Input);
