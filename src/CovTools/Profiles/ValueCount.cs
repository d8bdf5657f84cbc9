namespace CovTools.Profiles;

/// <summary>A value that a site saw.</summary>
/// <param name="Value">Its meaning depends on the <see cref="ValueKind"/>.</param>
/// <param name="Count">How often.</param>
public readonly record struct ValueCount(ulong Value, ulong Count);
