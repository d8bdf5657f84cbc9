using System.Globalization;
using System.Text;

namespace CovTools.Live;

/// <summary>Processes of a capture: they have COVRT_FILE in their environment.</summary>
internal static class CaptureProcesses
{
    /// <summary>Ids of those that run, ascending.</summary>
    /// <param name="countersFile">The capture's counters file.</param>
    public static IReadOnlyList<int> Find(string countersFile)
    {
        var marker = Encoding.UTF8.GetBytes($"COVRT_FILE={countersFile}\0");
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && HasMarker(folder, marker))
            {
                found.Add(id);
            }
        }

        found.Sort();
        return found;
    }

    private static bool HasMarker(string folder, byte[] marker)
    {
        try
        {
            // What a zombie had in its environment is gone.
            return File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(marker) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // ended meanwhile, or another user's
        }
    }
}
