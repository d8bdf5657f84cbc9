namespace CovTools.Corpus;

/// <summary>A script, or a folder that may hold some, that should run but could not be read: an infrastructure failure in the ledger.</summary>
/// <param name="Path">Relative to the corpus, '/' between names; a folder ends with '/'.</param>
/// <param name="Reason">Why, in one line.</param>
public readonly record struct FailedScript(string Path, string Reason);
