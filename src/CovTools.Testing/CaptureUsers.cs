using System.Globalization;

namespace CovTools.Testing;

/// <summary>Processes that still count into a capture: children of a test host may outlive it, and what they execute at their end belongs to the result.</summary>
internal static class CaptureUsers
{
    private const string Processes = "/proc";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Waits until no process has the counters file open any more.</summary>
    /// <param name="countersFile">The file.</param>
    /// <param name="patience">How long at most.</param>
    /// <returns>Processes that have it open all the same; none when the wait was long enough.</returns>
    public static IReadOnlyList<int> WaitForEnd(string countersFile, TimeSpan patience)
    {
        var end = DateTime.UtcNow + patience;
        while (true)
        {
            var users = Find(countersFile);
            if (users.Count == 0 || DateTime.UtcNow > end)
            {
                return users;
            }

            Thread.Sleep(s_pause);
        }
    }

    private static List<int> Find(string countersFile)
    {
        var users = new List<int>();
        if (!Directory.Exists(Processes))
        {
            return users;
        }

        foreach (var folder in Directory.EnumerateDirectories(Processes))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && process != Environment.ProcessId && HasOpen(Path.Combine(folder, "fd"), countersFile))
            {
                users.Add(process);
            }
        }

        return users;
    }

    private static bool HasOpen(string descriptors, string countersFile)
    {
        try
        {
            return new DirectoryInfo(descriptors).EnumerateFileSystemInfos().Any(descriptor => descriptor.LinkTarget == countersFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended meanwhile, or is another user's, who cannot count here
        }
    }
}
