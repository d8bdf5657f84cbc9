using CovTools.Objects;

namespace CovTools.Mapping;

/// <summary>The sections of one object file that hold its coverage mapping. The bytes are read where they are and must not change.</summary>
public sealed class MappingSections
{
    /// <summary>Describes the object called <paramref name="name"/>.</summary>
    /// <param name="name">The object as the user knows it, for messages.</param>
    /// <param name="coverageMap">Bytes of <c>__llvm_covmap</c>.</param>
    /// <param name="functionRecords">Bytes of <c>__llvm_covfun</c>; empty for mappings before version 4. Several sections are joined, each padded to a multiple of 8.</param>
    /// <param name="names">Bytes of <c>__llvm_prf_names</c> (or <c>__llvm_covnames</c>).</param>
    public MappingSections(string name, byte[] coverageMap, byte[] functionRecords, byte[] names)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(coverageMap);
        ArgumentNullException.ThrowIfNull(functionRecords);
        ArgumentNullException.ThrowIfNull(names);
        Name = name;
        CoverageMap = coverageMap;
        FunctionRecords = functionRecords;
        Names = names;
    }

    /// <summary>The object as the user knows it.</summary>
    public string Name { get; }

    /// <summary>Bytes of <c>__llvm_covmap</c>.</summary>
    public byte[] CoverageMap { get; }

    /// <summary>Bytes of <c>__llvm_covfun</c>.</summary>
    public byte[] FunctionRecords { get; }

    /// <summary>Bytes of the names section.</summary>
    public byte[] Names { get; }

    /// <summary>Link-time address of the names section; needed for mappings of version 1 only.</summary>
    public ulong NamesAddress { get; init; }

    /// <summary>The object stores the most significant byte first.</summary>
    public bool IsBigEndian { get; init; }

    /// <summary>Addresses have 8 bytes; otherwise 4. Matters for mappings of version 1 only.</summary>
    public bool Is64Bit { get; init; } = true;

    /// <summary>What relative paths are relative to (version 6 and later), instead of the directory that the compiler ran in.</summary>
    public string CompilationDirectory { get; init; } = string.Empty;

    /// <summary>The sections of an ELF file; empty ones where it has none. Compressed sections are inflated.</summary>
    /// <param name="elf">An executable, a shared object, a relocatable object, or what is kept of one for reports.</param>
    /// <exception cref="MalformedDataException">A section is damaged, or there is more than one coverage map or names section.</exception>
    public static MappingSections Read(ElfObject elf)
    {
        ArgumentNullException.ThrowIfNull(elf);
        var namesSection = Single(elf, "__llvm_prf_names") ?? Single(elf, "__llvm_covnames");
        return new MappingSections(elf.Name, Contents(elf, Single(elf, "__llvm_covmap")), ReadFunctionRecords(elf), Contents(elf, namesSection))
        {
            NamesAddress = namesSection?.Address ?? 0,
            IsBigEndian = elf.IsBigEndian,
            Is64Bit = elf.Is64Bit,
        };
    }

    private static byte[] Contents(ElfObject elf, ElfSection? section) => section is null ? [] : elf.ReadSection(section);

    private static ElfSection? Single(ElfObject elf, string name)
    {
        var sections = elf.FindSections(name).Where(static section => section.Size > 0).ToList();
        return sections.Count <= 1
            ? sections.FirstOrDefault()
            : throw new MalformedDataException(elf.Name, (long)Math.Min(sections[1].Offset, long.MaxValue), $"there are {sections.Count} sections {name}");
    }

    /// <summary>Relocatable objects have a section for each group of functions: they are joined, each padded to a multiple of 8.</summary>
    private static byte[] ReadFunctionRecords(ElfObject elf)
    {
        var parts = elf.FindSections("__llvm_covfun").Select(elf.ReadSection).ToList();
        if (parts.Count <= 1)
        {
            return parts.FirstOrDefault() ?? [];
        }

        var joined = new byte[parts.Sum(static part => (long)Padded(part))];
        var position = 0;
        foreach (var part in parts)
        {
            part.CopyTo(joined, position);
            position += Padded(part);
        }

        return joined;
    }

    private static int Padded(byte[] part) => (part.Length + 7) / 8 * 8;
}
