namespace CovTools.Tests.Runtime;

/// <summary>What a run under libcovrt gave.</summary>
/// <param name="Output">What was printed: of the program, then how it ended, then the flags of the counters file.</param>
/// <param name="Modules">Hits by module id.</param>
internal sealed record Capture(string Output, IReadOnlyDictionary<string, HitsRecord> Modules)
{
    /// <summary>Gets every counter of every module, for comparisons.</summary>
    public IReadOnlyDictionary<string, string> Counters => Modules.ToDictionary(module => Path.GetFileName(module.Value.Path), module => string.Join(' ', module.Value.Counters));

    /// <summary>The counters as they would be after so many times the same work. The constructor of the loaded library counts once only.</summary>
    public IReadOnlyDictionary<string, string> Times(ulong times) =>
        Modules.ToDictionary(
            module => Path.GetFileName(module.Value.Path),
            module => string.Join(' ', module.Value.Counters.Select((value, index) => index < 2 && module.Value.Path.EndsWith("plugin.so", StringComparison.Ordinal) ? value : value * times)));
}
