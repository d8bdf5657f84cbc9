namespace CovTools.Execution;

/// <summary>A script to execute.</summary>
/// <param name="Id">Id of the script: 16 hex digits that stand for its path and content.</param>
/// <param name="Path">Path relative to the corpus root, with '/'.</param>
public readonly record struct ScriptRequest(string Id, string Path);
