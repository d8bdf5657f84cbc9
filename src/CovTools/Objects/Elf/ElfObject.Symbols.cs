using System.Text;

namespace CovTools.Objects;

public sealed partial class ElfObject
{
    private const int ChunkSize = 1 << 20;

    /// <summary>A name can be the tail of others; more candidates than this are not looked at.</summary>
    private const int MaximumNameOffsets = 256;

    /// <summary>Finds a defined symbol in .symtab, else in .dynsym, without holding either in memory.</summary>
    /// <param name="name">Exact name.</param>
    /// <param name="symbol">The symbol.</param>
    /// <returns>False when the file does not define it (stripped, or only used).</returns>
    /// <exception cref="MalformedDataException">A symbol or string table goes past the end of the file.</exception>
    public bool TryFindSymbol(string name, out ElfSymbol symbol)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        foreach (var type in (ReadOnlySpan<uint>)[ElfSection.TypeSymbolTable, ElfSection.TypeDynamicSymbols])
        {
            foreach (var table in Sections)
            {
                if (table.Type == type && TryFindSymbol(table, name, out symbol))
                {
                    return true;
                }
            }
        }

        symbol = default;
        return false;
    }

    /// <summary>The initial value of an 8-byte variable of the file, for example a version constant.</summary>
    /// <param name="name">Symbol of the variable.</param>
    /// <param name="value">Its value in the file's byte order.</param>
    /// <returns>False when the symbol is not defined or the variable has no bytes in the file.</returns>
    /// <exception cref="MalformedDataException">A table or the variable goes past the end of the file.</exception>
    public bool TryReadSymbolValue(string name, out ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (TryFindSymbol(name, out var symbol) && TryReadMemory(symbol.Address, bytes))
        {
            value = Order.U64(bytes, 0);
            return true;
        }

        value = 0;
        return false;
    }

    private bool TryFindSymbol(ElfSection table, string name, out ElfSymbol symbol)
    {
        symbol = default;
        var entrySize = Is64Bit ? 24 : 16;
        if (table.Link == 0 || table.Link >= Sections.Count || Sections[(int)table.Link].IsNoBits || table.IsNoBits || table.IsCompressed)
        {
            return false;
        }

        var offsets = FindNameOffsets(Sections[(int)table.Link], name);
        if (offsets.Count == 0)
        {
            return false;
        }

        Source.Require(table.Offset, table.Size, $"section {table.Name}");
        var chunk = new byte[Math.Min((ulong)(ChunkSize / entrySize * entrySize), table.Size)];
        for (ulong done = 0; table.Size - done >= (ulong)entrySize;)
        {
            var size = (int)Math.Min((ulong)chunk.Length, table.Size - done) / entrySize * entrySize;
            Source.Read((long)(table.Offset + done), chunk.AsSpan(0, size));
            for (var start = 0; start < size; start += entrySize)
            {
                var entry = chunk.AsSpan(start, entrySize);
                if (offsets.Contains(Order.U32(entry, 0)) && Order.U16(entry, Is64Bit ? 6 : 14) != 0)
                {
                    symbol = new ElfSymbol(name, Order.Pointer(entry, Is64Bit ? 8 : 4), Order.Pointer(entry, Is64Bit ? 16 : 8));
                    return true;
                }
            }

            done += (ulong)size;
        }

        return false;
    }

    private HashSet<uint> FindNameOffsets(ElfSection strings, string name)
    {
        Source.Require(strings.Offset, strings.Size, $"section {strings.Name}");
        var pattern = Encoding.UTF8.GetBytes(name + "\0");
        var offsets = new HashSet<uint>();
        var chunk = new byte[Math.Min(ChunkSize + (ulong)pattern.Length, strings.Size)];
        for (ulong done = 0; strings.Size - done >= (ulong)pattern.Length && offsets.Count < MaximumNameOffsets;)
        {
            var size = (int)Math.Min((ulong)chunk.Length, strings.Size - done);
            Source.Read((long)(strings.Offset + done), chunk.AsSpan(0, size));
            for (var from = 0; offsets.Count < MaximumNameOffsets;)
            {
                var found = chunk.AsSpan(from, size - from).IndexOf(pattern);
                if (found < 0)
                {
                    break;
                }

                offsets.Add(unchecked((uint)(done + (ulong)(from + found))));
                from += found + pattern.Length;
            }

            done += (ulong)(size - pattern.Length + 1);
        }

        return offsets;
    }
}
