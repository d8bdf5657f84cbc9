using System.Runtime.InteropServices;

namespace CovTools.Tests.Runtime;

/// <summary>libcovrt loaded into the test process: what reads files that others wrote.</summary>
internal static class CovrtApi
{
    private static readonly Lazy<nint> s_handle = new(() => NativeLibrary.Load(Libcovrt.Native));
    private static readonly Lazy<CreateFunction> s_create = new(() => Get<CreateFunction>("covrt_file_create"));
    private static readonly Lazy<FileFunction> s_clear = new(() => Get<FileFunction>("covrt_file_clear"));
    private static readonly Lazy<FlagsFunction> s_flags = new(() => Get<FlagsFunction>("covrt_file_flags"));
    private static readonly Lazy<ReadFunction> s_read = new(() => Get<ReadFunction>("covrt_file_read"));

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int CreateFunction();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int FileFunction(int file);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate uint FlagsFunction(int file);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate long ReadFunction(int file, byte[]? output, ulong capacity);

    public static int Create() => s_create.Value();

    public static int Clear(int file) => s_clear.Value(file);

    public static uint Flags(int file) => s_flags.Value(file);

    public static long Read(int file, byte[]? output) => Read(file, output, output?.Length ?? 0);

    public static long Read(int file, byte[]? output, int capacity) => s_read.Value(file, output, (ulong)capacity);

    private static T Get<T>(string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(s_handle.Value, name));
}
