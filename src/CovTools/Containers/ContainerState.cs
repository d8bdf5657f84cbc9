namespace CovTools.Containers;

/// <summary>What the engine knows of a container's main process.</summary>
/// <param name="Running">True while the main process lives.</param>
/// <param name="ExitCode">Exit code of the main process; 128 + signal when a signal ended it; meaningless while it runs.</param>
/// <param name="OutOfMemory">True when the kernel's out-of-memory killer struck in the container.</param>
/// <param name="Error">Why the engine could not start it; empty otherwise.</param>
public sealed record ContainerState(bool Running, int ExitCode, bool OutOfMemory, string Error);
