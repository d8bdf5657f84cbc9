using System.Numerics;

namespace CovTools.Objects;

public sealed partial class ElfObject
{
    /// <summary>
    /// The RELATIVE relocations whose patched word lies in [address, address + size). What a position-independent file
    /// stores in those words may be zero; the value is in the relocation.
    /// </summary>
    /// <param name="address">First link-time address.</param>
    /// <param name="size">Length of the range in bytes.</param>
    /// <exception cref="MalformedDataException">A relocation section goes past the end of the file.</exception>
    public IReadOnlyList<ElfRelocation> RelativeRelocations(ulong address, ulong size)
    {
        var result = new List<ElfRelocation>();
        foreach (var section in Sections)
        {
            if (!section.IsAllocated || section.IsCompressed)
            {
                continue;
            }

            switch (section.Type)
            {
                case ElfSection.TypeRelocationsWithAddend:
                    ReadRelocations(section, withAddend: true, address, size, result);
                    break;
                case ElfSection.TypeRelocations:
                    ReadRelocations(section, withAddend: false, address, size, result);
                    break;
                case ElfSection.TypeRelativeRelocations:
                    ReadPackedRelocations(section, address, size, result);
                    break;
                default:
                    break;
            }
        }

        return result;
    }

    private void ReadRelocations(ElfSection section, bool withAddend, ulong address, ulong size, List<ElfRelocation> result)
    {
        var word = Order.PointerSize;
        var entrySize = withAddend ? word * 3 : word * 2;
        var relative = RelativeType();
        ForEachEntry(section, entrySize, entry =>
        {
            var target = Order.Pointer(entry, 0);
            var info = Order.Pointer(entry, word);
            var type = Is64Bit ? (uint)info : (uint)(info & 0xff);
            if (type == relative && target - address < size)
            {
                AddRelocation(target, withAddend ? Order.Pointer(entry, word * 2) : null, result);
            }
        });
    }

    /// <summary>SHT_RELR: an even word is an address, an odd one a bitmap of the words that follow the last address.</summary>
    private void ReadPackedRelocations(ElfSection section, ulong address, ulong size, List<ElfRelocation> result)
    {
        var word = (ulong)Order.PointerSize;
        var next = 0UL;
        ForEachEntry(section, Order.PointerSize, entry =>
        {
            var value = Order.Pointer(entry, 0);
            if ((value & 1) == 0)
            {
                AddPacked(value);
                next = unchecked(value + word);
                return;
            }

            for (var bits = value >> 1; bits != 0; bits &= bits - 1)
            {
                AddPacked(unchecked(next + ((ulong)BitOperations.TrailingZeroCount(bits) * word)));
            }

            next = unchecked(next + (((word * 8) - 1) * word));
        });

        void AddPacked(ulong target)
        {
            if (target - address < size)
            {
                AddRelocation(target, null, result);
            }
        }
    }

    private void AddRelocation(ulong target, ulong? addend, List<ElfRelocation> result)
    {
        if (addend is { } value)
        {
            result.Add(new ElfRelocation(target, value));
            return;
        }

        Span<byte> bytes = stackalloc byte[8];
        if (TryReadMemory(target, bytes[..Order.PointerSize]))
        {
            result.Add(new ElfRelocation(target, Order.Pointer(bytes, 0)));
        }
    }

    private void ForEachEntry(ElfSection section, int entrySize, Action<ReadOnlySpan<byte>> action)
    {
        Source.Require(section.Offset, section.Size, $"section {section.Name}");
        var chunk = new byte[Math.Min((ulong)(ChunkSize / entrySize * entrySize), section.Size)];
        for (ulong done = 0; section.Size - done >= (ulong)entrySize;)
        {
            var size = (int)Math.Min((ulong)chunk.Length, section.Size - done) / entrySize * entrySize;
            Source.Read((long)(section.Offset + done), chunk.AsSpan(0, size));
            for (var start = 0; start < size; start += entrySize)
            {
                action(chunk.AsSpan(start, entrySize));
            }

            done += (ulong)size;
        }
    }

    /// <summary>R_*_RELATIVE of the machine (each processor's ABI supplement); uint.MaxValue when not known.</summary>
    private uint RelativeType() => Machine switch
    {
        3 => 8, // i386
        20 or 21 => 22, // PowerPC
        22 => 12, // S/390
        40 => 23, // ARM
        62 => 8, // x86-64
        183 => 1027, // AArch64
        243 => 3, // RISC-V
        258 => 3, // LoongArch
        _ => uint.MaxValue,
    };
}
