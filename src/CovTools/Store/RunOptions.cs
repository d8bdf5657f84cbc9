namespace CovTools.Store;

/// <summary>Compares the options of a store with those of the command that wants to continue it.</summary>
internal static class RunOptions
{
    /// <summary>Requires both to be equal.</summary>
    /// <exception cref="UsageException">They differ; the message names each difference and what to do.</exception>
    public static void RequireEqual(string folder, IReadOnlyDictionary<string, string> stored, IReadOnlyDictionary<string, string> wanted)
    {
        var differences = stored.Keys.Union(wanted.Keys)
            .Order(StringComparer.Ordinal)
            .Where(name => stored.GetValueOrDefault(name) != wanted.GetValueOrDefault(name))
            .Select(name => $"  {name}: {Show(stored, name)} in the store, {Show(wanted, name)} now")
            .ToList();
        if (differences.Count > 0)
        {
            throw new UsageException(
                $"{folder} holds results that were made with other options:\n{string.Join('\n', differences)}\n"
                + "Repeat the command with the same options to continue it, or choose another --output, --baseline or --trial for a new run.");
        }
    }

    private static string Show(IReadOnlyDictionary<string, string> options, string name) =>
        options.TryGetValue(name, out var value) ? $"'{value}'" : "not given";
}
