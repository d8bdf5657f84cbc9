using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace CovTools.Store;

/// <summary>Reads a shard's hits.bin at given offsets.</summary>
internal sealed class HitsLogReader : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly long _length;

    public HitsLogReader(string path)
    {
        _path = path;
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        _length = RandomAccess.GetLength(_file);
    }

    /// <summary>The payload of the record at <paramref name="offset"/>.</summary>
    /// <exception cref="MalformedDataException">There is no whole, undamaged record.</exception>
    public byte[] Read(long offset)
    {
        Span<byte> header = stackalloc byte[HitsLogWriter.RecordHeaderLength];
        if (offset < HitsLogWriter.Magic.Length || offset > _length - header.Length || RandomAccess.Read(_file, header, offset) != header.Length)
        {
            throw new MalformedDataException(_path, offset, "no record of hits here");
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (length > _length - offset - header.Length)
        {
            throw new MalformedDataException(_path, offset, $"a record of {length} bytes goes beyond the end of the file");
        }

        var payload = new byte[length];
        var read = RandomAccess.Read(_file, payload, offset + header.Length);
        return read == payload.Length && Crc32C.Compute(payload) == BinaryPrimitives.ReadUInt32LittleEndian(header[4..])
            ? payload
            : throw new MalformedDataException(_path, offset, "the checksum of this record of hits does not fit its bytes");
    }

    public void Dispose() => _file.Dispose();
}
