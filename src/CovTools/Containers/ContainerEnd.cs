namespace CovTools.Containers;

/// <summary>How a container ended.</summary>
/// <param name="ExitCode">Exit code of its main process, 128 + signal when a signal ended it; null when the engine no longer knows the container.</param>
/// <param name="OutOfMemory">True when the kernel's out-of-memory killer struck in it.</param>
/// <param name="Error">What the engine says went wrong; empty otherwise.</param>
public sealed record ContainerEnd(int? ExitCode, bool OutOfMemory, string Error);
