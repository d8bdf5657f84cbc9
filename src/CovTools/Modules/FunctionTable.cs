using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Modules;

/// <summary>Decodes the function records of a module under the assumption of one raw version.</summary>
internal static class FunctionTable
{
    /// <summary>A record may share counters with others, but records that claim the whole section many times over are damage.</summary>
    private const ulong MaximumSharing = 8;

    /// <summary>Decodes all records.</summary>
    /// <param name="sections">The module's sections.</param>
    /// <param name="layout">The assumed layout.</param>
    /// <param name="counterSize">8, or 1.</param>
    /// <param name="functions">The functions.</param>
    /// <param name="problem">Why the assumption does not hold; empty when it does.</param>
    public static bool TryRead(ModuleSections sections, RawRecordLayout layout, int counterSize, out ModuleFunction[] functions, out string problem)
    {
        var order = sections.Module.Order;
        var data = layout.IsRelative ? sections.DataBytes : Relocated(sections);
        var stride = layout.Stride;
        var missing = (stride - (data.Length % stride)) % stride;
        functions = [];

        // On 32-bit systems the section may end with the last field instead of the record's padding.
        if (missing > (sections.Module.Is64Bit ? 0 : 4))
        {
            problem = $"{data.Length} bytes of function records are not a multiple of {stride}";
            return false;
        }

        Array.Resize(ref data, data.Length + missing);
        var result = new ModuleFunction[data.Length / stride];
        var claimed = 0UL;
        for (var i = 0; i < result.Length; i++)
        {
            var record = layout.Read(data.AsSpan(i * stride, stride), order);
            var address = layout.IsRelative ? unchecked(sections.Data.Address + (ulong)(i * (long)stride)) : 0;
            if (!TryPlace(order, record.CounterPointer, address, sections.Counters.Address, (ulong)counterSize, record.CounterCount, sections.Counters.Size, out var counter)
                || record.CounterCount == 0)
            {
                problem = $"the {record.CounterCount} counters of function record {i} are not within __llvm_prf_cnts";
                return false;
            }

            var bitmap = 0;
            if (record.BitmapSize != 0
                && !TryPlace(order, record.BitmapPointer, address, sections.Bitmap?.Address ?? 0, 1, record.BitmapSize, sections.BitmapSize, out bitmap))
            {
                problem = $"the {record.BitmapSize} bitmap bytes of function record {i} are not within __llvm_prf_bits";
                return false;
            }

            claimed += record.CounterCount;
            result[i] = new ModuleFunction(record.NameHash, record.FunctionHash, counter, (int)record.CounterCount, bitmap, (int)record.BitmapSize);
        }

        if (claimed / MaximumSharing > sections.Counters.Size / (ulong)counterSize)
        {
            problem = $"function records claim {claimed} counters of {sections.Counters.Size / (ulong)counterSize}";
            return false;
        }

        functions = result;
        problem = string.Empty;
        return true;
    }

    private static bool TryPlace(ByteOrder order, ulong pointer, ulong record, ulong section, ulong size, uint count, ulong sectionSize, out int index)
    {
        var offset = unchecked(pointer + record - section);
        offset = order.Is64Bit ? offset : (uint)offset;
        index = 0;
        var total = sectionSize / size;
        if (offset % size != 0 || offset / size >= total || count > total - (offset / size) || (offset / size) + count > int.MaxValue)
        {
            return false;
        }

        index = (int)(offset / size);
        return true;
    }

    /// <summary>Absolute pointers of a position-independent file are in its relocations; the words themselves may be zero.</summary>
    private static byte[] Relocated(ModuleSections sections)
    {
        var data = (byte[])sections.DataBytes.Clone();
        var order = sections.Module.Order;
        foreach (var relocation in sections.Module.RelativeRelocations(sections.Data.Address, (ulong)data.Length))
        {
            var start = relocation.Address - sections.Data.Address;
            if (start + (ulong)order.PointerSize <= (ulong)data.Length)
            {
                order.PutPointer(data, (int)start, relocation.Value);
            }
        }

        return data;
    }
}
