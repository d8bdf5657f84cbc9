namespace CovTools.Live;

/// <summary>The value of LD_PRELOAD.</summary>
internal static class PreloadList
{
    private const string LibraryName = "libcovrt.so";

    /// <summary>The list is split at these (ld.so(8)).</summary>
    private static readonly char[] s_separators = [' ', ':'];

    /// <summary>A list with libcovrt behind what is there already: the runtimes of sanitizers want to be first. A libcovrt of another capture is replaced.</summary>
    public static string Join(string? existing, string library) =>
        string.Join(':', (existing ?? "").Split(s_separators, StringSplitOptions.RemoveEmptyEntries).Where(entry => Path.GetFileName(entry) != LibraryName).Append(library));
}
