namespace CovTools.Corpus;

/// <summary>How far a scan is.</summary>
/// <param name="Found">Scripts found so far.</param>
/// <param name="Hashed">Scripts whose content has been read so far.</param>
public readonly record struct ScanProgress(int Found, int Hashed);
