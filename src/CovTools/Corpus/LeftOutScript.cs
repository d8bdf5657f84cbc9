namespace CovTools.Corpus;

/// <summary>A script that was found but is not to run.</summary>
/// <param name="Path">Relative to the corpus, '/' between names.</param>
/// <param name="Reason">Why.</param>
public readonly record struct LeftOutScript(string Path, LeftOutReason Reason);
