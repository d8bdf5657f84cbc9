namespace CovTools.Store;

/// <summary>What was asked and where it ran: the content of run.json.</summary>
public sealed record RunDescription
{
    /// <summary>Version of the store's format.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Version of the format that this store has.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Id of the run: random, made with the store.</summary>
    public required string RunId { get; init; }

    /// <summary>When the store was made (UTC).</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Version of the tool that made it.</summary>
    public required string Tool { get; init; }

    /// <summary>The command line that made it.</summary>
    public required IReadOnlyList<string> CommandLine { get; init; }

    /// <summary>Label of the fuzzer that made the corpus.</summary>
    public required string Baseline { get; init; }

    /// <summary>Number of the repetition.</summary>
    public required int Trial { get; init; }

    /// <summary>
    /// The options on which the outcome or the hits of a script depend, by the name that users know. A store only takes results that were made with equal ones.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>Facts about the host, known once a driver was ready: Python, kernel, CPU, isolation, capture.</summary>
    public IReadOnlyDictionary<string, string> Host { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Modules that the library's import loaded, by id; empty until a driver was ready.</summary>
    public IReadOnlyList<StoredModule> Modules { get; init; } = [];
}
