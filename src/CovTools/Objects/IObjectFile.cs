namespace CovTools.Objects;

/// <summary>An object file of any format: what readers of coverage need of it. Its source must stay open while sections are read.</summary>
public interface IObjectFile
{
    /// <summary>The file as the user knows it; for a part of an archive or a universal file <c>libx.a(part.o)</c>.</summary>
    public string Name { get; }

    /// <summary>Which format it has.</summary>
    public ObjectFormat Format { get; }

    /// <summary>The processor as LLVM's target triples spell it (<c>x86_64</c>, <c>aarch64</c>, <c>i386</c> …); <c>unknown</c> for others.</summary>
    public string Architecture { get; }

    /// <summary>Most significant byte first.</summary>
    public bool IsBigEndian { get; }

    /// <summary>Addresses have 8 bytes.</summary>
    public bool Is64Bit { get; }

    /// <summary>Not linked yet.</summary>
    public bool IsRelocatable { get; }

    /// <summary>GNU build id, Mach-O UUID or the signature of a PDB, in lower-case hex; empty when there is none.</summary>
    /// <exception cref="MalformedDataException">What should hold it is damaged.</exception>
    public string BuildId { get; }

    /// <summary>The sections that have the name of <paramref name="section"/> in this format, in file order.</summary>
    /// <param name="section">What is looked for.</param>
    public IEnumerable<ObjectSection> FindSections(CoverageSection section);

    /// <summary>The contents of a section, inflated when compressed.</summary>
    /// <param name="section">One of <see cref="FindSections"/>.</param>
    /// <exception cref="MalformedDataException">The section goes past the end of the file, or its compressed data is damaged.</exception>
    public byte[] ReadSection(in ObjectSection section);
}
