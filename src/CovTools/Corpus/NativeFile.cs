using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace CovTools.Corpus;

/// <summary>The two things that .NET's file API does not offer: a file's kind, and hard links.</summary>
internal static class NativeFile
{
    // linux/stat.h and linux/fcntl.h; the layout of struct statx is the same on all architectures.
    private const int CurrentFolder = -100;
    private const uint TypeMask = 1;
    private const int StatxSize = 256;
    private const int ModeOffset = 28;
    private const int FormatMask = 0xF000;
    private const int RegularFormat = 0x8000;

    /// <summary>Whether a path leads, through links, to a regular file; also true where the system cannot tell.</summary>
    public static bool IsRegular(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        var buffer = new byte[StatxSize];
        try
        {
            var failed = Statx(CurrentFolder, ToNative(path), 0, TypeMask, buffer) != 0;
            return failed || (BinaryPrimitives.ReadUInt16LittleEndian(HostOrder(buffer.AsSpan(ModeOffset, 2))) & FormatMask) == RegularFormat;
        }
        catch (EntryPointNotFoundException)
        {
            return true; // a C library older than statx
        }
    }

    /// <summary>Gives an existing file a second name.</summary>
    /// <exception cref="IOException">The system refuses; the message holds its reason.</exception>
    public static void CreateHardLink(string existing, string created)
    {
        var done = OperatingSystem.IsWindows()
            ? CreateHardLinkWindows(created, existing, IntPtr.Zero)
            : Link(ToNative(existing), ToNative(created)) == 0;
        if (!done)
        {
            throw new IOException(Marshal.GetLastPInvokeErrorMessage(), Marshal.GetLastPInvokeError());
        }
    }

    private static byte[] ToNative(string path) => Encoding.UTF8.GetBytes(path + '\0');

    private static ReadOnlySpan<byte> HostOrder(Span<byte> number)
    {
        if (!BitConverter.IsLittleEndian)
        {
            number.Reverse();
        }

        return number;
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Statx(int folder, byte[] path, int flags, uint mask, byte[] buffer);

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Link(byte[] existing, byte[] created);

    [DllImport("kernel32", EntryPoint = "CreateHardLinkW", SetLastError = true, CharSet = CharSet.Unicode)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CreateHardLinkWindows(string created, string existing, IntPtr security);
}
