using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>The binary ids of a raw profile (readBinaryIdsInternal in llvm/ProfileData/InstrProfReader.cpp): u64 length, bytes, and from version 8 on padding to 8 bytes.</summary>
internal static class RawBinaryIds
{
    /// <summary>The ids in lower-case hex, in the order of the file.</summary>
    public static IReadOnlyList<string> Read(IByteSource source, RawProfileHeader header, RawProfileSections sections)
    {
        var isPadded = header.Layout.Version >= 8;
        if (isPadded && header.BinaryIdsSize % 8 != 0)
        {
            throw new MalformedDataException(source.Name, (long)sections.BinaryIds, $"the size of the binary ids ({header.BinaryIdsSize} bytes) is not a multiple of 8");
        }

        var bytes = source.ReadBytes(sections.BinaryIds, header.BinaryIdsSize, "binary ids");
        var ids = new List<string>();
        for (var position = 0; position < bytes.Length;)
        {
            var place = (long)sections.BinaryIds + position;
            if (bytes.Length - position < 8)
            {
                throw new MalformedDataException(source.Name, place, "not enough room for the length of a binary id");
            }

            var length = header.Order.U64(bytes, position);
            position += 8;
            if (length == 0 || length > (ulong)(bytes.Length - position))
            {
                throw new MalformedDataException(source.Name, place, $"a binary id of {length} bytes in {bytes.Length - position} bytes");
            }

            // The whole is a multiple of 8 when ids are padded, so the padding is there when the id is.
            ids.Add(Convert.ToHexStringLower(bytes, position, (int)length));
            position += (int)length + (isPadded ? (8 - ((int)length & 7)) & 7 : 0);
        }

        return ids;
    }
}
