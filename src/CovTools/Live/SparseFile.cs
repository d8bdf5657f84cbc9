using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CovTools.Live;

/// <summary>Holes of sparse files (lseek(2), fallocate(2)), which .NET's file API does not know.</summary>
internal static class SparseFile
{
    private const int SeekData = 3;
    private const int SeekHole = 4;
    private const int NoMoreData = 6; // ENXIO

    /// <summary>The parts that are not holes, ascending.</summary>
    /// <param name="file">The file; its position is moved.</param>
    /// <param name="start">Parts before this offset are left out.</param>
    /// <exception cref="IOException">The file system cannot tell.</exception>
    public static List<FileExtent> Extents(SafeFileHandle file, long start)
    {
        var extents = new List<FileExtent>();
        var length = RandomAccess.GetLength(file);
        for (var at = start; at < length;)
        {
            var data = Seek(file, at, SeekData);
            if (data < 0)
            {
                break;
            }

            var hole = Seek(file, data, SeekHole);
            if (hole <= data)
            {
                break; // cut meanwhile
            }

            extents.Add(new FileExtent(data, hole));
            at = hole;
        }

        return extents;
    }

    /// <summary>Makes a hole; the file's length stays.</summary>
    /// <exception cref="IOException">The file system cannot do that.</exception>
    public static void Punch(SafeFileHandle file, long offset, long length)
    {
        const int PunchHoleKeepSize = 3;
        if (Fallocate(file, PunchHoleKeepSize, offset, length) != 0)
        {
            throw new IOException($"cannot empty a sparse file: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    private static long Seek(SafeFileHandle file, long offset, int whence)
    {
        var result = Lseek(file, offset, whence);
        return result >= 0 || Marshal.GetLastPInvokeError() == NoMoreData
            ? result
            : throw new IOException($"cannot find the data of a sparse file: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [DllImport("libc", EntryPoint = "lseek", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern long Lseek(SafeFileHandle file, long offset, int whence);

    [DllImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Fallocate(SafeFileHandle file, int mode, long offset, long length);
}
