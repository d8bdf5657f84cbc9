using System.Text;

namespace CovTools.Objects;

/// <summary>
/// Writes the part of a module that coverage needs as a small ELF file of the same class, byte order and machine: the mapping, the names, the function
/// records (with their relocations applied), counters and bitmaps as sizes and addresses without contents, the build id, .comment and the raw profile version.
/// Readers, LLVM's and ours, get the same coverage from it as from the whole module.
/// </summary>
public static class CoverageObjectWriter
{
    /// <summary>The variable whose value is the raw profile version and its flags.</summary>
    public const string RawVersionSymbol = "__llvm_profile_raw_version";

    private static readonly string[] s_copied = ["__llvm_covmap", "__llvm_covfun", "__llvm_prf_names"];
    private static readonly string[] s_empty = ["__llvm_prf_cnts", "__llvm_prf_bits"];

    /// <summary>Writes the coverage part of <paramref name="module"/>.</summary>
    /// <param name="module">The module; its source must still be open.</param>
    /// <param name="stream">Written from its current position on, sequentially.</param>
    /// <exception cref="MalformedDataException">A section of the module is damaged.</exception>
    public static void Write(ElfObject module, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(stream);
        new ElfImage(new ElfIdentity(module.Name, module.Order, module.ObjectType, module.Machine), module.Source, PlanSections(module)).Write(stream);
    }

    /// <summary>Writes the coverage part of a file of any format. Of files that are not ELF, mapping, names and build id are written.</summary>
    /// <param name="file">The file; its source must still be open.</param>
    /// <param name="stream">Written from its current position on, sequentially.</param>
    /// <exception cref="MalformedDataException">A section of the file is damaged.</exception>
    public static void Write(IObjectFile file, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(stream);
        if (file is ElfObject elf)
        {
            Write(elf, stream);
            return;
        }

        const int SharedObject = 3;
        var order = new ByteOrder(file.IsBigEndian, file.Is64Bit);
        var planned = new List<ElfImageSection>();
        foreach (var kind in (ReadOnlySpan<CoverageSection>)[CoverageSection.CoverageMap, CoverageSection.FunctionRecords, CoverageSection.Names, CoverageSection.CorrelatedNames])
        {
            foreach (var section in file.FindSections(kind))
            {
                planned.Add(Translate(file, section, kind));
            }
        }

        if (file.BuildId.Length > 0)
        {
            planned.Add(BuildIdNote(file.BuildId, order));
        }

        new ElfImage(new ElfIdentity(file.Name, order, SharedObject, ElfArchitecture.Machine(file.Architecture)), null, planned).Write(stream);
    }

    /// <summary>Names are part of the running program, the mapping is not; mappings of version 1 refer to the address of the names.</summary>
    private static ElfImageSection Translate(IObjectFile file, in ObjectSection section, CoverageSection kind)
    {
        const uint Contents = 1;
        var isAllocated = kind is CoverageSection.Names or CoverageSection.CorrelatedNames;
        var bytes = file.ReadSection(section);
        var header = new ElfSection(
            0, CoverageSectionNames.Common(kind), Contents, isAllocated ? ElfSection.FlagAllocate : 0, isAllocated ? section.Address : 0, 0, (ulong)bytes.Length, 0, 0, 8);
        return new ElfImageSection(header) { Contents = bytes };
    }

    private static List<ElfImageSection> PlanSections(ElfObject module)
    {
        var planned = new List<ElfImageSection>();
        foreach (var name in s_copied)
        {
            foreach (var section in module.FindSections(name))
            {
                planned.Add(Copy(module, section));
            }
        }

        if (module.FindSection("__llvm_prf_data") is { } data)
        {
            planned.Add(data.IsNoBits ? Copy(module, data) : new ElfImageSection(data) { Contents = RelocatedData(module, data) });
        }

        foreach (var name in s_empty)
        {
            if (module.FindSection(name) is { } section)
            {
                planned.Add(new ElfImageSection(section with { Type = ElfSection.TypeNoBits, Flags = section.Flags & ~ElfSection.FlagCompressed }));
            }
        }

        if (module.FindSection(".comment") is { IsNoBits: false } comment)
        {
            planned.Add(Copy(module, comment));
        }

        if (module.BuildId.Length > 0)
        {
            planned.Add(BuildIdNote(module.BuildId, module.Order));
        }

        if (module.TryFindSymbol(RawVersionSymbol, out var symbol) && module.TryReadSymbolValue(RawVersionSymbol, out var version))
        {
            AddRawVersion(module, planned, symbol, version);
        }

        return planned;
    }

    /// <summary>Uncompressed sections are copied through; compressed ones are inflated.</summary>
    private static ElfImageSection Copy(ElfObject module, ElfSection section)
    {
        if (section.IsCompressed)
        {
            return new ElfImageSection(section with { Flags = section.Flags & ~ElfSection.FlagCompressed }) { Contents = module.ReadSection(section) };
        }

        if (!section.IsNoBits)
        {
            module.Source.Require(section.Offset, section.Size, $"section {section.Name}");
        }

        return new ElfImageSection(section) { CopiesSource = !section.IsNoBits };
    }

    private static byte[] RelocatedData(ElfObject module, ElfSection data)
    {
        var bytes = module.ReadSection(data);
        foreach (var relocation in module.RelativeRelocations(data.Address, (ulong)bytes.Length))
        {
            var start = relocation.Address - data.Address;
            if (start + (ulong)module.Order.PointerSize <= (ulong)bytes.Length)
            {
                module.Order.PutPointer(bytes, (int)start, relocation.Value);
            }
        }

        return bytes;
    }

    private static ElfImageSection BuildIdNote(string buildId, ByteOrder order)
    {
        var id = Convert.FromHexString(buildId);
        var note = new byte[16 + ((id.Length + 3) / 4 * 4)];
        order.PutU32(note, 0, 4);
        order.PutU32(note, 4, (uint)id.Length);
        order.PutU32(note, 8, 3);
        "GNU\0"u8.CopyTo(note.AsSpan(12));
        id.CopyTo(note.AsSpan(16));
        return new ElfImageSection(new ElfSection(0, ".note.gnu.build-id", ElfSection.TypeNote, ElfSection.FlagAllocate, 0, 0, (ulong)note.Length, 0, 0, 4)) { Contents = note };
    }

    /// <summary>The version constant at its own address, and a symbol table of one symbol that names it.</summary>
    private static void AddRawVersion(ElfObject module, List<ElfImageSection> planned, ElfSymbol symbol, ulong version)
    {
        var order = module.Order;
        var value = new byte[8];
        order.PutU64(value, 0, version);
        planned.Add(new ElfImageSection(new ElfSection(0, ".rodata", 1, ElfSection.FlagAllocate, symbol.Address, 0, 8, 0, 0, 8)) { Contents = value });
        var valueIndex = planned.Count; // section 0 is the null section
        var names = Encoding.ASCII.GetBytes("\0" + RawVersionSymbol + "\0");
        planned.Add(new ElfImageSection(new ElfSection(0, ".strtab", ElfSection.TypeStringTable, 0, 0, 0, (ulong)names.Length, 0, 0, 1)) { Contents = names });

        var entrySize = module.Is64Bit ? 24 : 16;
        var symbols = new byte[entrySize * 2];
        var entry = symbols.AsSpan(entrySize);
        const byte GlobalObject = 0x11;
        order.PutU32(entry, 0, 1);
        order.PutPointer(entry, module.Is64Bit ? 8 : 4, symbol.Address);
        order.PutPointer(entry, module.Is64Bit ? 16 : 8, 8);
        entry[module.Is64Bit ? 4 : 12] = GlobalObject;
        order.PutU16(entry, module.Is64Bit ? 6 : 14, (ushort)valueIndex);
        var table = new ElfSection(0, ".symtab", ElfSection.TypeSymbolTable, 0, 0, 0, (ulong)symbols.Length, (uint)planned.Count, (ulong)entrySize, 8);
        planned.Add(new ElfImageSection(table) { Contents = symbols, Info = 1 });
    }
}
