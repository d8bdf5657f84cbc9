using System.Runtime.InteropServices;
using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>
/// Writes raw profiles of versions 7 to 10, 64 bit, little-endian: every release of llvm-profdata reads one version only, so a profile of another one is laid out anew for it
/// (lprofWriteDataImpl in compiler-rt/lib/profile/InstrProfilingWriter.c of each release). Counters, names and binary ids are those of the profile; addresses of its sections are
/// made up, those of functions and virtual tables are kept because values refer to them.
/// </summary>
public static class RawProfileWriter
{
    /// <summary>The oldest version that is written; LLVM 13 reads it.</summary>
    public const int OldestVersion = 7;

    /// <summary>The newest version that is written; LLVM 19 to 22 read it.</summary>
    public const int NewestVersion = 10;

    /// <summary>Writes a profile. Several may be written to one stream, one after another.</summary>
    /// <param name="profile">Of any version; its source must be open when it has value profiling data.</param>
    /// <param name="version">7 to 10.</param>
    /// <param name="output">Written from its position on.</param>
    /// <param name="options">What to do about things that the version cannot hold.</param>
    /// <exception cref="UsageException">The version has no place for a part of the profile.</exception>
    /// <exception cref="MalformedDataException">A record of the profile is damaged; nothing was written.</exception>
    public static void Write(RawProfile profile, int version, Stream output, RawWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfLessThan(version, OldestVersion);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(version, NewestVersion);
        var target = new RawTarget(version);
        target.RequireRoom(profile, options ?? RawWriteOptions.Default);
        var values = RawValueWriter.Encode(profile, target.Layout.ValueKinds);
        var body = new RawBody(profile, target);
        var records = body.Records(values.SiteCounts);

        output.Write(body.Header());
        output.Write(body.BinaryIds);
        output.Write(records);
        output.Write(new byte[body.PaddingBeforeCounters]);
        WriteCounters(profile, target, output);
        WritePadded(body.Bitmap.Span, output);
        WritePadded(profile.NamesSection.Span, output);
        WritePadded(body.VirtualTables, output);
        WritePadded(body.VirtualTableNames, output);
        values.Blocks.WriteTo(output);
    }

    private static void WriteCounters(RawProfile profile, RawTarget target, Stream output)
    {
        if (target.CounterSize(profile) == 1)
        {
            WritePadded(StampsInLittleEndian(profile), output);
        }
        else if (BitConverter.IsLittleEndian)
        {
            output.Write(MemoryMarshal.AsBytes(profile.Counters.Span));
        }
        else
        {
            var swapped = profile.Counters.ToArray();
            System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(swapped, swapped);
            output.Write(MemoryMarshal.AsBytes(swapped.AsSpan()));
        }
    }

    /// <summary>Time stamps among single-byte counters are numbers of 8 bytes.</summary>
    private static byte[] StampsInLittleEndian(RawProfile profile)
    {
        var bytes = (byte[])profile.Contents.CounterBytes.Clone();
        if (profile.IsBigEndian && profile.Flags.HasFlag(ProfileFlags.Temporal))
        {
            foreach (var function in profile.Functions)
            {
                bytes.AsSpan(function.FirstCounter - sizeof(ulong), sizeof(ulong)).Reverse();
            }
        }

        return bytes;
    }

    private static void WritePadded(ReadOnlySpan<byte> bytes, Stream output)
    {
        output.Write(bytes);
        output.Write(stackalloc byte[RawBody.Padding(bytes.Length)]);
    }
}
