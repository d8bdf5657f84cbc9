namespace CovTools.Objects;

/// <summary>Opens files that hold machine code, whatever their format: an ELF, Mach-O or COFF/PE file, a universal Mach-O file, an archive of any of them.</summary>
public static class ObjectFiles
{
    private const int RecognisedBytes = 64;

    /// <summary>Archives may hold archives (universal files do); what nests deeper is made to hurt.</summary>
    private const int MaximumDepth = 4;

    /// <summary>The object files in <paramref name="source"/>.</summary>
    /// <param name="source">The file; kept for later reads. Files that a thin archive names are opened beside it.</param>
    /// <param name="architecture">
    /// The processor (<c>x86_64</c>, <c>arm64</c> …): chooses the slice of a universal file and must fit everything else; empty: not said, which a universal file does not allow.
    /// </param>
    /// <returns>One for a plain file, the members of an archive in their order. Whoever is done with them disposes it.</returns>
    /// <exception cref="MalformedDataException">The file has none of these formats, is damaged, or has no part for <paramref name="architecture"/>.</exception>
    public static ObjectFileSet Open(IByteSource source, string architecture = "")
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(architecture);
        var set = new ObjectFileSet();
        try
        {
            Add(source, architecture, 0, set);
            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    private static void Add(IByteSource source, string architecture, int depth, ObjectFileSet set)
    {
        if (depth > MaximumDepth)
        {
            throw new MalformedDataException(source.Name, 0, "archives are nested too deeply");
        }

        var start = source.ReadBytes(0, (ulong)Math.Min(source.Length, RecognisedBytes), "the start of the file");
        if (ArchiveReader.Recognise(start))
        {
            AddMembers(source, ArchiveReader.IsThin(start), architecture, depth, set);
        }
        else if (UniversalBinary.Recognise(start))
        {
            AddSlice(source, architecture, depth, set);
        }
        else
        {
            set.Add(Parse(source, start, architecture));
        }
    }

    private static IObjectFile Parse(IByteSource source, ReadOnlySpan<byte> start, string architecture)
    {
        IObjectFile file = start.StartsWith("\u007fELF"u8) ? ElfObject.Read(source)
            : MachOHeader.Recognise(start) is not null ? MachOObject.Read(source)
            : CoffHeader.Recognise(start) ? CoffObject.Read(source)
            : throw new MalformedDataException(source.Name, 0, "this is no object file: neither ELF nor Mach-O nor COFF/PE nor an archive");
        return architecture.Length == 0 || ObjectArchitecture.IsMatch(file.Architecture, architecture)
            ? file
            : throw new MalformedDataException(source.Name, -1, $"the file is for {file.Architecture}, not for {architecture}");
    }

    private static void AddSlice(IByteSource source, string architecture, int depth, ObjectFileSet set)
    {
        var slices = UniversalBinary.Slices(source);
        var index = slices.ToList().FindIndex(slice => slice.Architecture == architecture);
        if (index < 0)
        {
            throw new MalformedDataException(source.Name, -1, $"a universal file needs --arch with one of {string.Join(", ", slices.Select(static slice => slice.Architecture))}");
        }

        Add(slices[index].Source, architecture, depth + 1, set);
    }

    /// <summary>A member that is damaged or no object costs that member.</summary>
    private static void AddMembers(IByteSource source, bool isThin, string architecture, int depth, ObjectFileSet set)
    {
        foreach (var member in ArchiveReader.Members(source))
        {
            try
            {
                IByteSource part = isThin ? set.OpenBeside(source, member) : new SlicedByteSource(source, member.Offset, member.Size, $"{source.Name}({member.Name})");
                Add(part, architecture, depth + 1, set);
            }
            catch (Exception exception) when (exception is MalformedDataException or IOException or UnauthorizedAccessException)
            {
                set.Leave(exception.Message);
            }
        }
    }
}
