namespace CovTools.Testing;

/// <summary>What is known of the tests of one project: the file <c>session.json</c>.</summary>
internal sealed record StoredSession
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Name of the project, with its framework.</summary>
    public string Project { get; init; } = "";

    /// <summary>Process that collects; 0: none yet.</summary>
    public int OwnerProcess { get; init; }

    /// <summary>When that process started, in ticks of UTC: another one may get its number.</summary>
    public long OwnerStarted { get; init; }

    /// <summary>Folder of the counters; empty before they exist, and again when they have been read.</summary>
    public string Capture { get; init; } = "";

    /// <summary>The counters are profiles of LLVM's own runtime.</summary>
    public bool IsFallback { get; init; }

    /// <summary>Folder of the test program: where libraries are looked for when only profiles tell of them.</summary>
    public string ProgramFolder { get; init; } = "";

    /// <summary>The profile has been written.</summary>
    public bool IsDone { get; init; }

    /// <summary>Libraries in the profile.</summary>
    public IReadOnlyList<StoredModule> Modules { get; init; } = [];

    /// <summary>What was told about it.</summary>
    public IReadOnlyList<TestingMessage> Messages { get; init; } = [];
}
