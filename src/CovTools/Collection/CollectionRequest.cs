using CovTools.Corpus;
using CovTools.Execution;
using CovTools.Libraries;

namespace CovTools.Collection;

/// <summary>What to collect, where and how.</summary>
public sealed record CollectionRequest
{
    /// <summary>The library under test.</summary>
    public required LibraryFile Library { get; init; }

    /// <summary>Root of the corpus.</summary>
    public required string CorpusRoot { get; init; }

    /// <summary>How the corpus is scanned and bucketed. Changing it never makes a finished script run again.</summary>
    public CorpusOptions Corpus { get; init; } = new();

    /// <summary>Where scripts execute.</summary>
    public HostKind Host { get; init; } = HostKind.Local;

    /// <summary>Image for <see cref="HostKind.Docker"/>; null: the library's.</summary>
    public string? Image { get; init; }

    /// <summary>What a container may use and do; a negative memory limit: as much as all workers may use by their own limits, and 4 GiB for the imports.</summary>
    public ContainerLimits Container { get; init; } = new() { MemoryBytes = -1 };

    /// <summary>Label of the fuzzer that made the corpus: a file name.</summary>
    public required string Baseline { get; init; }

    /// <summary>Number of the repetition; null: the only one.</summary>
    public int? Trial { get; init; }

    /// <summary>Folder for everything that is written.</summary>
    public required string Output { get; init; }

    /// <summary>Number of workers; at least 1.</summary>
    public required int Jobs { get; init; }

    /// <summary>Seconds that a script may take.</summary>
    public double TimeoutSeconds { get; init; } = 10;

    /// <summary>Bytes of address space that a script may add to the imports'; 0 = unlimited.</summary>
    public long MemoryBytes { get; init; } = 4L << 30;

    /// <summary>Largest file that a script may write, bytes; 0 = unlimited.</summary>
    public long FileSizeBytes { get; init; } = 1L << 30;

    /// <summary>How counters leave a script's process.</summary>
    public CaptureKind Capture { get; init; }

    /// <summary>What keeps scripts apart.</summary>
    public IsolationKind Isolation { get; init; }

    /// <summary>Decoded mappings are kept for the next run, and used from the last one (<see cref="Coverage.MappingCache"/>).</summary>
    public bool UsesMappingCache { get; init; } = true;

    /// <summary>The command line, for the record.</summary>
    public IReadOnlyList<string> CommandLine { get; init; } = [];

    /// <summary>Version of the tool, for the record.</summary>
    public string Tool { get; init; } = "";
}
