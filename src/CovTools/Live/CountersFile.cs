using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace CovTools.Live;

/// <summary>Makes and empties counters files (docs/shared-counters.md).</summary>
[SupportedOSPlatform("linux")]
internal static class CountersFile
{
    private const long LargestSize = 64L << 30;
    private const long SmallestSize = 64L << 20;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Makes an empty one. It takes as much room in the file system as is counted into it, not its length.</summary>
    /// <param name="path">Must not exist.</param>
    /// <param name="forAllUsers">Processes of other users may count into it.</param>
    /// <exception cref="IOException">It cannot be made, or the file system has no sparse files of a useful size.</exception>
    public static void Create(string path, bool forAllUsers)
    {
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, UnixCreateMode = OwnerOnly, BufferSize = 0 });
        GiveSize(file);
        WriteHeader(file.SafeFileHandle, 1, CountersFileLayout.DataOffset);
        if (forAllUsers)
        {
            File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly | Others);
        }
    }

    /// <summary>Empties one. A process that still runs counts into room that is no longer read.</summary>
    /// <exception cref="MalformedDataException">It is no counters file.</exception>
    public static void Clear(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        var header = CountersFileTables.ReadHeader(file.SafeFileHandle, path);
        var length = file.Length;
        var next = (BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(CountersFileLayout.NextByteOffset)) + 0xffff) & ~0xffffL;
        if (next < CountersFileLayout.DataOffset || next > length / 2)
        {
            next = CountersFileLayout.DataOffset; // a program wrote that number, or the room is nearly used up
        }

        // Cutting and growing frees the pages; processes that have them mapped would end with SIGBUS in between, so data is punched out instead.
        SparseFile.Punch(file.SafeFileHandle, CountersFileLayout.ModulesOffset, length - CountersFileLayout.ModulesOffset);
        WriteHeader(file.SafeFileHandle, BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(CountersFileLayout.EpochOffset)) + 1, next);
    }

    private static void WriteHeader(SafeFileHandle file, uint epoch, long nextByte)
    {
        var header = new byte[CountersFileLayout.HeaderSize];
        CountersFileLayout.Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), CountersFileLayout.Version);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(CountersFileLayout.EpochOffset), epoch);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(CountersFileLayout.NextByteOffset), nextByte);
        RandomAccess.Write(file, header, 0);
    }

    /// <summary>As large as it may be: nobody makes it grow later.</summary>
    private static void GiveSize(FileStream file)
    {
        var limit = SizeLimit();
        for (var size = LargestSize; size >= SmallestSize; size /= 4)
        {
            // Beyond the limit of the process the kernel would not refuse but end it.
            if (size > limit)
            {
                continue;
            }

            try
            {
                file.SetLength(size);
                return;
            }
            catch (IOException) when (size / 4 >= SmallestSize)
            {
                // The file system has no files as large as that.
            }
        }

        throw new IOException($"{file.Name}: files are limited to {limit} bytes here (ulimit -f); a counters file has at least {SmallestSize}");
    }

    private static long SizeLimit()
    {
        const string Row = "Max file size";
        var line = File.ReadLines("/proc/self/limits").First(line => line.StartsWith(Row, StringComparison.Ordinal));
        return long.TryParse(line.AsSpan(Row.Length).Trim().ToString().Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : long.MaxValue;
    }
}
