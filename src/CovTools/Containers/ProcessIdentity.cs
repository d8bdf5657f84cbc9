using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CovTools.Containers;

/// <summary>A process, told apart from every other one that had or will have the same number.</summary>
/// <param name="Machine">Name of the machine and, where it has one, a hash of its machine id (a clone has another one, a reboot changes nothing).</param>
/// <param name="Pid">Process id.</param>
/// <param name="Started">When it started, in words that only this type reads; on Linux boot id, process namespace and clock ticks since boot.</param>
public sealed record ProcessIdentity(string Machine, int Pid, string Started)
{
    private const string LinuxForm = "linux";
    private const string TimeForm = "utc";
    private const int StateField = 0;
    private const int StartField = 19;
    private static readonly TimeSpan s_clockTolerance = TimeSpan.FromSeconds(2);

    /// <summary>This process.</summary>
    public static ProcessIdentity Current()
        => Find(Environment.ProcessId) ?? throw new InvalidOperationException("this process does not exist");

    /// <summary>The process with the number <paramref name="pid"/> on this machine; null when there is none.</summary>
    public static ProcessIdentity? Find(int pid)
    {
        var started = OperatingSystem.IsLinux() ? LinuxStart(pid) : PortableStart(pid);
        return started is null ? null : new ProcessIdentity(MachineName(), pid, started);
    }

    /// <summary>Whether this process still runs, as far as this process can tell.</summary>
    public ProcessLiveness Check()
    {
        if (Machine != MachineName())
        {
            return ProcessLiveness.Unknown;
        }

        return OperatingSystem.IsLinux() ? CheckLinux() : CheckPortable();
    }

    private static string? PortableStart(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return $"{TimeForm}:{process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture)}";
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Fields 3 (state) and 22 (start time) of <c>/proc/PID/stat</c>, see proc(5); a zombie has ended.</summary>
    private static string? LinuxStart(int pid)
    {
        string stat;
        try
        {
            stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
        }
        catch (IOException)
        {
            return null;
        }

        // The name in parentheses may contain anything, so fields are counted behind the last one.
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length <= StartField || fields[StateField] is "Z" or "X"
            ? null
            : $"{LinuxForm}:{BootId()}:{ProcessNamespace()}:{fields[StartField]}";
    }

    private static string BootId() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    private static string ProcessNamespace()
        => new FileInfo("/proc/self/ns/pid").LinkTarget is { } target ? new string([.. target.Where(char.IsAsciiDigit)]) : string.Empty;

    private static string MachineId()
    {
        try
        {
            return File.ReadAllText("/etc/machine-id").Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }

    private static string MachineName()
    {
        var id = OperatingSystem.IsLinux() ? MachineId() : string.Empty;
        if (id.Length == 0)
        {
            return Environment.MachineName;
        }

        // machine-id(5): the id itself must not be shown to others, a keyed hash of it may.
        var hash = HMACSHA256.HashData("covtools"u8, Encoding.ASCII.GetBytes(id));
        return $"{Environment.MachineName}/{Convert.ToHexStringLower(hash.AsSpan(0, 8))}";
    }

    private ProcessLiveness CheckLinux()
    {
        if (Started.Split(':') is not [LinuxForm, var boot, var processNamespace, _])
        {
            return ProcessLiveness.Unknown;
        }

        if (boot != BootId())
        {
            // Rebooted since, if this is one and the same machine; without an id its name alone does not prove that.
            return Machine.Contains('/', StringComparison.Ordinal) ? ProcessLiveness.Dead : ProcessLiveness.Unknown;
        }

        if (processNamespace != ProcessNamespace())
        {
            return ProcessLiveness.Unknown;
        }

        return LinuxStart(Pid) == Started ? ProcessLiveness.Alive : ProcessLiveness.Dead;
    }

    private ProcessLiveness CheckPortable()
    {
        if (Started.Split(':') is not [TimeForm, var text] || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var then))
        {
            return ProcessLiveness.Unknown;
        }

        var now = PortableStart(Pid);
        return now is not null
            && Math.Abs(long.Parse(now.AsSpan(TimeForm.Length + 1), CultureInfo.InvariantCulture) - then) < s_clockTolerance.Ticks
                ? ProcessLiveness.Alive
                : ProcessLiveness.Dead;
    }
}
