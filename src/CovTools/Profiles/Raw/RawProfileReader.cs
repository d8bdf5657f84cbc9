using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>
/// Reads raw profiles (.profraw) of versions 5 and 7 to 11, 32 and 64 bit, either byte order, several in one file
/// (RawInstrProfReader in llvm/ProfileData/InstrProfReader.cpp).
/// </summary>
public static class RawProfileReader
{
    /// <summary>Runtimes of later versions start every profile at a multiple of 8 bytes; earlier ones do not after an odd build id or single-byte counters.</summary>
    private const int LastUnalignedVersion = 8;

    /// <summary>Whether a file starts like a raw profile; 8 bytes are enough.</summary>
    public static bool IsRawProfile(ReadOnlySpan<byte> start) => start.Length >= 8 && RawProfileHeader.TryReadMagic(start, out _, out _);

    /// <summary>The profiles of a file, one after another; each is read when it is asked for. An empty file has none.</summary>
    /// <param name="source">The file; must stay open while the result, and records with value profiling data, are enumerated.</param>
    /// <param name="options">The records of profiles that were written without them; profiles that have records do not need it.</param>
    /// <returns>The profiles, also those without functions. Those before a damaged place are returned before the exception.</returns>
    /// <exception cref="MalformedDataException">While enumerating: the file is not a raw profile, is cut off or damaged, or needs a binary that is not the given one.</exception>
    public static IEnumerable<RawProfile> Read(IByteSource source, ProfileReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return ReadAll(source, options ?? ProfileReadOptions.Default);
    }

    private static IEnumerable<RawProfile> ReadAll(IByteSource source, ProfileReadOptions options)
    {
        var stamps = new RawTimeStamps();
        var magic = 0UL;
        for (var offset = 0UL; offset < (ulong)source.Length;)
        {
            var header = RawProfileHeader.Read(source, offset);
            if (magic != 0 && header.Magic != magic)
            {
                throw new MalformedDataException(source.Name, (long)offset, "a profile of another pointer width follows the first one");
            }

            magic = header.Magic;
            var profile = new RawProfile(source, offset, header, options, stamps);
            yield return profile;
            offset = profile.Next;
            if (offset < (ulong)source.Length && header.Layout.Version > LastUnalignedVersion && offset % 8 != 0)
            {
                throw new MalformedDataException(source.Name, (long)offset, "insufficient padding: a profile must start at a multiple of 8 bytes");
            }
        }
    }
}
