namespace CovTools.Cli.Coverage;

/// <summary>Formats by name.</summary>
internal static class OutputFormat
{
    /// <summary>Refuses formats that a verb does not write, and says where they are.</summary>
    /// <exception cref="UsageException">The verb does not write this format.</exception>
    public static void Check(string verb, string format, params string[] known)
    {
        if (!known.Contains(format, StringComparer.Ordinal))
        {
            throw new UsageException(format switch
            {
                "html" => "--format=html: pages (HTML) are not in this release of the tool",
                "lcov" => "--format=lcov: tracefiles are written by export",
                _ => $"--format={format}: {verb} writes {string.Join(", ", known)}",
            });
        }
    }
}
