using System.Runtime.Versioning;

namespace CovTools.Live;

/// <summary>Where a capture keeps its files.</summary>
[SupportedOSPlatform("linux")]
internal static class CaptureFolder
{
    /// <summary>As /tmp is: everybody may write, nobody may delete what is another user's.</summary>
    public const UnixFileMode Everybody = UnixFileMode.StickyBit | OwnerOnly
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string Prefix = "covtools-capture-";

    /// <summary>Makes a folder of its own for a capture.</summary>
    /// <param name="parent">Where; null for a place that fits.</param>
    /// <param name="forAllUsers">Everybody may enter it.</param>
    /// <exception cref="EnvironmentIncompleteException">No place fits.</exception>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static string Create(string? parent, bool forAllUsers)
    {
        if (parent is not null)
        {
            Directory.CreateDirectory(parent);
            var given = Path.GetFullPath(parent);
            return WhyNot(given) is { } reason ? throw new EnvironmentIncompleteException($"{given} cannot hold a capture: {reason}") : Make(given, forAllUsers);
        }

        var reasons = new List<string>();
        foreach (var candidate in Candidates())
        {
            if (WhyNot(candidate) is { } reason)
            {
                reasons.Add($"{candidate}: {reason}");
                continue;
            }

            try
            {
                return Make(candidate, forAllUsers);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                reasons.Add($"{candidate}: {exception.Message}");
            }
        }

        throw new EnvironmentIncompleteException($"no folder can hold a capture; name one. {string.Join("; ", reasons)}");
    }

    private static IEnumerable<string> Candidates() => new[]
    {
        Path.GetTempPath(),
        "/tmp",
        "/dev/shm",
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
    }.Where(path => path.Length > 0).Select(Path.GetFullPath).Distinct();

    private static string Make(string parent, bool forAllUsers)
    {
        var path = Path.Combine(parent, $"{Prefix}{Guid.NewGuid():n}");
        Directory.CreateDirectory(path, OwnerOnly);
        if (forAllUsers)
        {
            File.SetUnixFileMode(path, OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        return path;
    }

    private static string? WhyNot(string folder) =>
        folder.AsSpan().IndexOfAny(' ', ':', '%') >= 0 ? "LD_PRELOAD and LLVM_PROFILE_FILE cannot hold a path with a space, a colon or a percent sign"
        : !Directory.Exists(folder) ? "there is no such folder"
        : IsNoExec(folder) ? "its file system is mounted noexec, so that no library can be loaded from there"
        : null;

    private static bool IsNoExec(string folder)
    {
        // proc_pid_mounts(5): device, mount point with octal escapes, type, options. The longest mount point wins, of equal ones the last.
        var (longest, options) = ("", "");
        foreach (var line in File.ReadLines("/proc/self/mounts"))
        {
            if (line.Split(' ') is [_, var point, _, var given, ..] && point.Length >= longest.Length
                && (folder == point || point == "/" || folder.StartsWith(point + "/", StringComparison.Ordinal)))
            {
                (longest, options) = (point, given);
            }
        }

        return options.Split(',').Contains("noexec");
    }
}
