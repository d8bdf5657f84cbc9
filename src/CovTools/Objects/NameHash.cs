using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace CovTools.Objects;

/// <summary>LLVM's 64-bit hash of a function name (IndexedInstrProf::ComputeHash in llvm/ProfileData/InstrProf.h).</summary>
public static class NameHash
{
    /// <summary>The first 8 bytes of the MD5 of <paramref name="name"/>, read as a little-endian number.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "The format prescribes MD5; nothing is secured with it.")]
    public static ulong Compute(ReadOnlySpan<byte> name)
    {
        Span<byte> digest = stackalloc byte[MD5.HashSizeInBytes];
        MD5.HashData(name, digest);
        return BinaryPrimitives.ReadUInt64LittleEndian(digest);
    }
}
