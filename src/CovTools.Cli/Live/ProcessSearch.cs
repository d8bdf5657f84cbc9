using System.Globalization;

namespace CovTools.Cli.Live;

/// <summary>Finds the process that a user means.</summary>
internal static class ProcessSearch
{
    private const int KernelNameLength = 15;

    /// <summary>The id of a process.</summary>
    /// <param name="text">Its id, its name, or its program's path.</param>
    /// <exception cref="UsageException">None has it, or several have.</exception>
    public static int Find(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return id;
        }

        var found = Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out id) && id != Environment.ProcessId && IsCalled(folder, text))
            .Select(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)).Order().ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw new UsageException($"no process is called {text}"),
            _ => throw new UsageException($"{found.Count} processes are called {text}; name one by its id: {string.Join(", ", found)}"),
        };
    }

    private static bool IsCalled(string folder, string text)
    {
        try
        {
            // A script's interpreter is not what it is called by, so arguments do not count; the kernel's name may be cut.
            return text.Contains('/', StringComparison.Ordinal)
                ? new FileInfo($"{folder}/exe").LinkTarget == Path.GetFullPath(text)
                : File.ReadAllText($"{folder}/comm").TrimEnd('\n') == text[..Math.Min(text.Length, KernelNameLength)]
                    && (text.Length <= KernelNameLength || Path.GetFileName(new FileInfo($"{folder}/exe").LinkTarget) == text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // ended meanwhile, or another user's
        }
    }
}
