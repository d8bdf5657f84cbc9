using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CovTools.Mapping;

/// <summary>LLVM's hash of names and of file name tables: the low 64 bits of the MD5 sum (IndexedInstrProf::ComputeHash).</summary>
internal static class NameHash
{
    public static ulong Compute(ReadOnlySpan<byte> bytes)
    {
        Span<byte> sum = stackalloc byte[MD5.HashSizeInBytes];
#pragma warning disable CA5351 // The format prescribes MD5; it identifies, it protects nothing.
        MD5.HashData(bytes, sum);
#pragma warning restore CA5351
        return BinaryPrimitives.ReadUInt64LittleEndian(sum);
    }
}
