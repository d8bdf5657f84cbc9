using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CovTools.Store;

/// <summary>
/// Appends records to a shard's hits.bin: <c>u32 length, u32 CRC-32C of the payload, payload</c>, little-endian, after an 8-byte magic. Equal payloads are stored once.
/// </summary>
internal sealed class HitsLogWriter : IDisposable
{
    /// <summary>First bytes of the file; the last one is the version.</summary>
    public static ReadOnlySpan<byte> Magic => "CVHITS\0\x01"u8;

    public const int RecordHeaderLength = 8;

    private readonly FileStream _file;
    private readonly Dictionary<UInt128, long> _offsets = [];

    public HitsLogWriter(string path)
    {
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _file.Write(Magic);
    }

    /// <summary>Stores <paramref name="payload"/> unless an equal one is stored, and returns the offset of its record.</summary>
    public long Add(ReadOnlySpan<byte> payload)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(payload, digest);
        var key = BinaryPrimitives.ReadUInt128LittleEndian(digest);
        if (_offsets.TryGetValue(key, out var known))
        {
            return known;
        }

        var offset = _file.Position;
        var record = new byte[RecordHeaderLength + payload.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), Crc32C.Compute(payload));
        payload.CopyTo(record.AsSpan(RecordHeaderLength));
        _file.Write(record);
        _offsets.Add(key, offset);
        return offset;
    }

    public void FlushToDisk() => _file.Flush(flushToDisk: true);

    public void Dispose() => _file.Dispose();
}
