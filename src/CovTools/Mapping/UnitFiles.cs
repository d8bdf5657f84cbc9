namespace CovTools.Mapping;

/// <summary>The files of one translation unit: a range in the list of all units' files.</summary>
/// <param name="Start">Index of the first.</param>
/// <param name="Count">How many; 0 when two units with different files share a key, which makes both unusable.</param>
internal readonly record struct UnitFiles(int Start, int Count);
