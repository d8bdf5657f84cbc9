using System.Globalization;

namespace CovTools.Live;

/// <summary>Why the memory of a process cannot be read (ptrace(2), "Ptrace access mode checking").</summary>
internal static class ProcessAccess
{
    private const string Scope = "/proc/sys/kernel/yama/ptrace_scope";

    /// <summary>One sentence for people, with what to do.</summary>
    public static string Explain(int process)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}");
        if (!Directory.Exists(folder))
        {
            return $"there is no process {process} (here: another container has processes of its own)";
        }

        var start = $"the memory of process {process} ({Status(folder, "Name")}) may not be read";
        var (own, other) = (Status("/proc/self", "Uid"), Status(folder, "Uid"));
        if (Status(folder, "State").StartsWith('Z'))
        {
            return $"process {process} has ended; only its exit code is left";
        }

        var scope = ReadOrEmpty(Scope).Trim();
        return own != other && EffectiveUser(own) != "0" ? $"{start}: it belongs to user {EffectiveUser(other)}, this is user {EffectiveUser(own)}; run this as that user, or as root"
            : scope == "3" ? $"{start}: {Scope} is 3, which forbids it to everybody until the next start of the system"
            : scope == "2" ? $"{start}: {Scope} is 2; run this as root, or set it to 0"
            : NamespaceOf(folder) is { } space && space != NamespaceOf("/proc/self") ? $"{start}: it is in another container (user namespace); run this inside that container"
            : scope == "1" ? $"{start}: {Scope} is 1, so that only its ancestors may; start it by exec, run this as root, or set it to 0"
            : $"{start}: the program is not dumpable (setuid, capabilities, or prctl PR_SET_DUMPABLE), or the container forbids ptrace; run this as root with CAP_SYS_PTRACE";
    }

    private static string Status(string folder, string name) =>
        ReadOrEmpty($"{folder}/status").Split('\n').FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal))?[(name.Length + 1)..].Trim() ?? "";

    /// <summary>Real, effective, saved and file system id.</summary>
    private static string EffectiveUser(string ids) => ids.Split('\t') is [_, var effective, ..] ? effective : "?";

    private static string? NamespaceOf(string folder)
    {
        try
        {
            return new FileInfo($"{folder}/ns/user").LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // also not allowed: says nothing
        }
    }

    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
