using System.Collections.Immutable;

namespace CovTools.Libraries;

/// <summary>A library under test, described by data; docs/library-file.md has the format.</summary>
public sealed record LibraryFile
{
    /// <summary>Version of the format.</summary>
    public const int Schema = 1;

    /// <summary>What it is called on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>Its version; null when the file has none.</summary>
    public string? Version { get; init; }

    /// <summary>Container image that holds it; null when it has none.</summary>
    public string? Image { get; init; }

    /// <summary>Command that builds the image, for messages; null when there is none.</summary>
    public string? Build { get; init; }

    /// <summary>Python modules that are imported before any script, in this order; empty for a command.</summary>
    public ImmutableArray<string> Modules { get; init; } = [];

    /// <summary>Names that scripts find among their globals, each with its module.</summary>
    public ImmutableSortedDictionary<string, string> Inject { get; init; } = NoPairs;

    /// <summary>Folders put in front of Python's search path; relative ones belong to the corpus.</summary>
    public ImmutableArray<string> PythonPath { get; init; } = [];

    /// <summary>The interpreter; empty: the host's <c>python3</c>.</summary>
    public string Python { get; init; } = "";

    /// <summary>Environment variables of every script.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = NoPairs;

    /// <summary>Which source files count.</summary>
    public SourceFilter Source { get; init; } = SourceFilter.All;

    /// <summary>Where source files of the build are now; what holds when several fit says <see cref="PathMapSet"/>.</summary>
    public ImmutableArray<PathMap> PathMaps { get; init; } = [];

    /// <summary>Instead of modules: program and arguments, <c>{script}</c> standing for the input's absolute path; empty for Python modules.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>Glob of the files that are scripts or inputs.</summary>
    public string Pattern { get; init; } = "**/*.py";

    /// <summary>Regular expressions; an uncaught exception whose text one of them finds is an out-of-memory outcome.</summary>
    public ImmutableArray<string> OutOfMemory { get; init; } = [];

    /// <summary>Time that a script may take; null: the tool's default.</summary>
    public TimeSpan? Timeout { get; init; }

    internal static ImmutableSortedDictionary<string, string> NoPairs { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Replaces <c>${NAME}</c> in <see cref="PythonPath"/>, <see cref="Python"/>, <see cref="Command"/> and <see cref="PathMaps"/>.</summary>
    /// <param name="variable">Value of a variable where the scripts run (this machine, or the image's own environment); null when it is not set.</param>
    /// <exception cref="EnvironmentIncompleteException">A variable is not set.</exception>
    public LibraryFile ExpandVariables(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        string Expand(string text) => LibraryTemplate.ExpandVariables(this, text, variable);
        return this with
        {
            PythonPath = [.. PythonPath.Select(Expand)],
            Python = Expand(Python),
            Command = [.. Command.Select(Expand)],
            PathMaps = [.. PathMaps.Select(map => new PathMap(map.From, Expand(map.To)))],
        };
    }
}
