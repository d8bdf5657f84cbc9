namespace CovTools.Coverage;

/// <summary>Functions that are compiled from the same source function: they start at the same place of the same file.</summary>
/// <param name="File">The file, as an index of the mapping's files.</param>
/// <param name="Slot">Number among the groups that have more than one member; -1 for the others.</param>
internal readonly record struct InstantiationGroup(int File, int Slot);
