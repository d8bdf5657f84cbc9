using System.Runtime.InteropServices;

namespace CovTools.Profiles;

/// <summary>Makes the names in a folder durable. Windows has no such call and needs none: NTFS keeps a journal of names.</summary>
internal static class FolderSync
{
    private const int ReadOnly = 0;

    /// <summary>Returns when renames and deletions in the folder have reached the disk. A file system that cannot tell is left alone.</summary>
    public static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = OpenFolder(folder, ReadOnly);
        if (descriptor < 0)
        {
            throw new IOException($"{folder}: cannot be opened ({Marshal.GetLastPInvokeErrorMessage()})");
        }

        _ = SyncDescriptor(descriptor);
        _ = CloseDescriptor(descriptor);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int OpenFolder([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SyncDescriptor(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int CloseDescriptor(int descriptor);
}
