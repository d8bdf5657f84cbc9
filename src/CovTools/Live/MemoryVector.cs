using System.Runtime.InteropServices;

namespace CovTools.Live;

/// <summary>A piece of memory for process_vm_readv(2) (struct iovec).</summary>
/// <param name="Address">Where it starts, in the process that it belongs to.</param>
/// <param name="Length">Bytes.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct MemoryVector(nuint Address, nuint Length);
