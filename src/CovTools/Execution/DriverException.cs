namespace CovTools.Execution;

/// <summary>A driver cannot start or go on; carries the last lines of what it wrote.</summary>
public sealed class DriverException : Exception
{
    /// <summary>Makes an exception for <paramref name="host"/>.</summary>
    /// <param name="host">The host as the user knows it.</param>
    /// <param name="reason">What went wrong.</param>
    /// <param name="output">Last lines of the driver's or the library's output; may be empty.</param>
    /// <param name="inner">The exception that revealed it, if any.</param>
    public DriverException(string host, string reason, string output = "", Exception? inner = null)
        : base(Compose(host, reason, output), inner)
    {
        Reason = reason;
    }

    /// <summary>What went wrong, in a sentence.</summary>
    public string Reason { get; }

    private static string Compose(string host, string reason, string output)
    {
        var trimmed = output.Trim();
        return trimmed.Length == 0 ? $"{host}: {reason}" : $"{host}: {reason}\n{trimmed}";
    }
}
