using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>Tells mappings apart by their contents.</summary>
internal static class MappingDigest
{
    private const int ChunkSize = 1 << 20;

    /// <summary>SHA-256 over everything that a compiled mapping depends on. Sections are digested in pieces, by all processors.</summary>
    public static byte[] Of(IReadOnlyList<MappingSections> objects, SummaryRules rules)
    {
        using var total = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        total.AppendData(Encoding.UTF8.GetBytes($"covtools mapping {CompiledMappingFile.FormatVersion} {rules} {BitConverter.IsLittleEndian}"));
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        foreach (var sections in objects)
        {
            total.AppendData(Encoding.UTF8.GetBytes($"\n{sections.IsBigEndian} {sections.Is64Bit} {sections.NamesAddress} {sections.CompilationDirectory}\n"));
            foreach (var section in (byte[][])[sections.CoverageMap, sections.FunctionRecords, sections.Names])
            {
                BinaryPrimitives.WriteUInt64LittleEndian(number, (ulong)section.Length);
                total.AppendData(number);
                total.AppendData(OfChunks(section));
            }
        }

        return total.GetHashAndReset();
    }

    private static byte[] OfChunks(byte[] section)
    {
        var chunks = (section.Length + ChunkSize - 1) / ChunkSize;
        var digests = new byte[chunks * SHA256.HashSizeInBytes];
        Parallel.For(0, chunks, chunk =>
        {
            var start = chunk * ChunkSize;
            SHA256.HashData(section.AsSpan(start, Math.Min(ChunkSize, section.Length - start)), digests.AsSpan(chunk * SHA256.HashSizeInBytes));
        });
        return digests;
    }
}
