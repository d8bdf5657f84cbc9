using System.Runtime.InteropServices;

namespace CovTools.Modules;

/// <content>Counters as they stand in the memory of a process of this machine.</content>
public sealed partial class ModuleCounters
{
    /// <summary>Number of counters that are not zero.</summary>
    public int Covered => _counters.Length - _counters.AsSpan().Count(0UL);

    /// <summary>Adds a part of __llvm_prf_cnts. A single-byte counter of zero means "executed".</summary>
    /// <param name="offset">Offset of the first byte in the section, a multiple of the counter size.</param>
    /// <param name="memory">Whole counters.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not within the section, or splits a counter.</exception>
    public void AddMemory(long offset, ReadOnlySpan<byte> memory)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual((offset | (uint)memory.Length) % Layout.CounterSize, 0);
        var counters = _counters.AsSpan(checked((int)(offset / Layout.CounterSize)), memory.Length / Layout.CounterSize);
        if (Layout.CounterSize == 1)
        {
            for (var next = memory.IndexOf((byte)0); next >= 0 && next < memory.Length;)
            {
                counters[next] = Saturating.Add(counters[next], 1);
                var step = memory[(next + 1)..].IndexOf((byte)0);
                next = step < 0 ? -1 : next + 1 + step;
            }

            return;
        }

        var values = MemoryMarshal.Cast<byte, ulong>(memory);
        for (var i = values.IndexOfAnyExcept(0UL); i >= 0 && i < values.Length; i++)
        {
            counters[i] = Saturating.Add(counters[i], values[i]);
        }
    }

    /// <summary>Adds a part of __llvm_prf_bits.</summary>
    /// <param name="offset">Offset of the first byte in the section.</param>
    /// <param name="memory">The bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not within the section.</exception>
    public void AddBitmapMemory(long offset, ReadOnlySpan<byte> memory)
    {
        var bitmap = _bitmap.AsSpan(checked((int)offset), memory.Length);
        for (var i = 0; i < memory.Length; i++)
        {
            bitmap[i] |= memory[i];
        }
    }
}
