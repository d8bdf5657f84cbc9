using System.Buffers.Binary;
using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>Reads profiles of any format; the file's first bytes tell which (InstrProfReader::create in llvm/ProfileData/InstrProfReader.cpp).</summary>
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
        if (source.Length == 0)
        {
            return [];
        }

        var start = new byte[(int)Math.Min(8, source.Length)];
        source.Read(0, start);
        if (start.Length == 8 && BinaryPrimitives.ReadUInt64LittleEndian(start) == IndexedHeader.Magic)
        {
            return One(() => new IndexedProfileReader(source));
        }

        return Array.TrueForAll(start, value => value is (>= 0x20 and < 0x7f) or (>= (byte)'\t' and <= (byte)'\r'))
            ? One(() => new TextProfileReader(source))
            : RawProfileReader.Read(source, options);
    }

    private static IEnumerable<IProfile> One(Func<IProfile> read)
    {
        yield return read();
    }
}
