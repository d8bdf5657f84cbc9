using System.ComponentModel;
using System.Diagnostics;

namespace CovTools.Execution;

/// <summary>
/// Processes of a run that outlived their driver: a driver that is killed cannot clean up, and a script's daemon has left every group and
/// parent behind. They are known by the variable COVTOOLS_RUN in their environment.
/// </summary>
internal static class LeftoverProcesses
{
    /// <summary>A daemon that forks while it is looked for is met again on the next pass.</summary>
    private const int MaxPasses = 20;

    /// <summary>Kills every process of the run <paramref name="runId"/> but this one. Returns how many were killed.</summary>
    public static int Kill(string runId)
    {
        var killed = 0;
        if (!OperatingSystem.IsLinux())
        {
            return killed;
        }

        var marker = System.Text.Encoding.UTF8.GetBytes("COVTOOLS_RUN=" + runId + "\0");
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var found = 0;
            foreach (var folder in Directory.EnumerateDirectories("/proc"))
            {
                if (int.TryParse(Path.GetFileName(folder), out var id) && id != Environment.ProcessId && HasMarker(folder, marker) && TryKill(id))
                {
                    found++;
                }
            }

            if (found == 0)
            {
                break;
            }

            killed += found;
        }

        return killed;
    }

    private static bool HasMarker(string folder, byte[] marker)
    {
        try
        {
            // A zombie's environment is empty, so that the dead are not found again.
            return File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(marker) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or another user's: not one of ours.
            return false;
        }
    }

    private static bool TryKill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // Ended meanwhile.
            return false;
        }
    }
}
