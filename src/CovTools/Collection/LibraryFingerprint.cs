using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using CovTools.Libraries;

namespace CovTools.Collection;

/// <summary>A short hash of what in a library file decides how scripts end and what they hit; what only selects or presents is not part of it.</summary>
internal static class LibraryFingerprint
{
    public static string Compute(LibraryFile library)
    {
        var decisive = library with { Source = SourceFilter.All, PathMaps = [], Image = null, Build = null, Timeout = null, Pattern = "" };
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            LibraryWriter.Write(json, decisive);
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan))[..16];
    }
}
