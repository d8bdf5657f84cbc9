using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace CovTools.Testing;

/// <summary>A process, told from a later one with the same number.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Started">When it started, in ticks of UTC.</param>
internal readonly record struct ProcessIdentity(int Id, long Started)
{
    /// <summary>Start times are computed from a clock that is adjusted now and then.</summary>
    private const long Tolerance = 5 * TimeSpan.TicksPerSecond;

    /// <summary>This process.</summary>
    public static ProcessIdentity Own()
    {
        using var process = Process.GetCurrentProcess();
        return new ProcessIdentity(process.Id, process.StartTime.ToUniversalTime().Ticks);
    }

    /// <summary>Whether it still runs.</summary>
    public bool IsAlive()
    {
        if (Id <= 0)
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(Id);
            return !process.HasExited && !IsZombie() && Math.Abs(process.StartTime.ToUniversalTime().Ticks - Started) < Tolerance;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception or IOException)
        {
            return false; // it has ended, or is another user's by now
        }
    }

    /// <summary>It has ended, and its parent has not asked how: containers without an init process keep such for good.</summary>
    private bool IsZombie() => OperatingSystem.IsLinux() && ProcessStat.Field(Id.ToString(CultureInfo.InvariantCulture), ProcessStat.State) == "Z";
}
