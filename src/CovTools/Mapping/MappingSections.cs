using CovTools.Objects;

namespace CovTools.Mapping;

/// <summary>The sections of one object file that hold its coverage mapping. The bytes are read where they are and must not change.</summary>
public sealed class MappingSections
{
    private const int Padding = 8;

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

    /// <summary>The sections of an object file; empty ones where it has none. Compressed sections are inflated.</summary>
    /// <param name="file">An executable, a shared object, a relocatable object, or what is kept of one for reports.</param>
    /// <exception cref="MalformedDataException">A section is damaged, or there is more than one coverage map or names section.</exception>
    public static MappingSections Read(IObjectFile file) => Read(file, "");

    /// <summary>As above, with another folder for relative paths.</summary>
    /// <param name="file">The object file.</param>
    /// <param name="compilationDirectory">See <see cref="CompilationDirectory"/>.</param>
    /// <exception cref="MalformedDataException">As above.</exception>
    public static MappingSections Read(IObjectFile file, string compilationDirectory)
    {
        ArgumentNullException.ThrowIfNull(file);
        var names = Single(file, CoverageSection.Names) ?? Single(file, CoverageSection.CorrelatedNames);
        var map = Single(file, CoverageSection.CoverageMap);
        return new MappingSections(file.Name, map is { } found ? file.ReadSection(found) : [], ReadFunctionRecords(file), names is { } section ? file.ReadSection(section) : [])
        {
            NamesAddress = names?.Address ?? 0,
            IsBigEndian = file.IsBigEndian,
            Is64Bit = file.Is64Bit,
            CompilationDirectory = compilationDirectory,
        };
    }

    private static ObjectSection? Single(IObjectFile file, CoverageSection wanted)
    {
        var sections = file.FindSections(wanted).Where(static section => section.Size > 0).ToList();
        return sections.Count switch
        {
            0 => null,
            1 => sections[0],
            _ => throw new MalformedDataException(file.Name, (long)Math.Min(sections[1].Offset, long.MaxValue), $"there are {sections.Count} sections {sections[1].Name}"),
        };
    }

    /// <summary>Relocatable objects have a section for each group of functions: they are joined, each padded to a multiple of 8.</summary>
    private static byte[] ReadFunctionRecords(IObjectFile file)
    {
        var sections = file.FindSections(CoverageSection.FunctionRecords).ToList();
        if (sections.Count <= 1)
        {
            return sections.Count == 0 ? [] : file.ReadSection(sections[0]);
        }

        RequireDistinct(file, sections);
        var joined = new MemoryStream();
        foreach (var section in sections)
        {
            joined.Write(file.ReadSection(section));
            while (joined.Length % Padding != 0)
            {
                joined.WriteByte(0);
            }
        }

        return joined.ToArray();
    }

    /// <summary>Thousands of sections that all mean the same bytes would multiply a small file's size.</summary>
    private static void RequireDistinct(IObjectFile file, List<ObjectSection> sections)
    {
        var end = 0UL;
        foreach (var section in sections.Where(static section => section.Size > 0).OrderBy(static section => section.Offset))
        {
            if (section.Offset < end)
            {
                throw new MalformedDataException(file.Name, (long)Math.Min(section.Offset, long.MaxValue), $"sections {section.Name} overlap");
            }

            end = section.Size > ulong.MaxValue - section.Offset ? ulong.MaxValue : section.Offset + section.Size;
        }

        if (sections.Sum(static section => (decimal)section.Size) > Array.MaxLength - ((long)sections.Count * Padding))
        {
            throw new MalformedDataException(file.Name, -1, $"{sections.Count} sections {sections[0].Name} have more bytes than can be read");
        }
    }
}
