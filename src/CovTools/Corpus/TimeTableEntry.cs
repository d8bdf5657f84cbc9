namespace CovTools.Corpus;

/// <summary>A line of a file with times.</summary>
/// <param name="Time">Ticks of 100 ns since 1970.</param>
/// <param name="Start">The same for the start of the script's group; <see cref="ScriptFile.NoTime"/> when the line has none.</param>
/// <param name="Line">Its number; the first is 1.</param>
internal readonly record struct TimeTableEntry(long Time, long Start, int Line);
