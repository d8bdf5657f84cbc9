namespace CovTools.Objects;

/// <summary>A RELATIVE relocation: the loader writes load bias + <paramref name="Value"/> at <paramref name="Address"/>.</summary>
/// <param name="Address">Link-time address of the patched word.</param>
/// <param name="Value">Link-time address that the word stands for.</param>
public readonly record struct ElfRelocation(ulong Address, ulong Value);
