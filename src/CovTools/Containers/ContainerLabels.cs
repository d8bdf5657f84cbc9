using System.Globalization;

namespace CovTools.Containers;

/// <summary>The labels of everything that this project makes in an engine: by them, never by name, leftovers are recognised.</summary>
public static class ContainerLabels
{
    /// <summary>Id of the run.</summary>
    public const string Run = "covtools.run";

    /// <summary>Machine of the owning process, see <see cref="ProcessIdentity.Machine"/>.</summary>
    public const string Host = "covtools.host";

    /// <summary>Number of the owning process.</summary>
    public const string Pid = "covtools.pid";

    /// <summary>Start of the owning process, see <see cref="ProcessIdentity.Started"/>.</summary>
    public const string Started = "covtools.started";

    /// <summary>The labels for something that <paramref name="owner"/> makes for the run <paramref name="run"/>.</summary>
    public static IReadOnlyDictionary<string, string> For(string run, ProcessIdentity owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Run] = run,
            [Host] = owner.Machine,
            [Pid] = owner.Pid.ToString(CultureInfo.InvariantCulture),
            [Started] = owner.Started,
        };
    }

    /// <summary>The owner that labels tell; null when any of ours is missing or unreadable.</summary>
    public static ProcessIdentity? FindOwner(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return labels.ContainsKey(Run)
            && labels.TryGetValue(Host, out var host)
            && labels.TryGetValue(Pid, out var text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            && labels.TryGetValue(Started, out var started)
                ? new ProcessIdentity(host, pid, started)
                : null;
    }
}
