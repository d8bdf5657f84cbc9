namespace CovTools.Testing;

/// <summary>The run that a folder of results is about: the file <c>run.json</c>.</summary>
/// <param name="Schema">Version of this file.</param>
/// <param name="Run">Identity of the run; all its test projects have the same one.</param>
internal sealed record StoredRun(int Schema, string Run);
