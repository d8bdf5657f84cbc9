namespace CovTools.Profiles;

/// <summary>What to tell of a profile; the words are those of llvm-profdata show.</summary>
public sealed record ProfileShowOptions
{
    /// <summary>Totals only, as LLVM 19 prints them.</summary>
    public static ProfileShowOptions Default { get; } = new();

    /// <summary>Whose output.</summary>
    public LlvmRelease Release { get; init; } = new(19);

    /// <summary>Show every function (-all-functions).</summary>
    public bool AllFunctions { get; init; }

    /// <summary>Show functions whose name contains this; empty for none (-function).</summary>
    public string Function { get; init; } = "";

    /// <summary>Counters of shown functions (-counts).</summary>
    public bool Counts { get; init; }

    /// <summary>Targets of indirect calls of shown functions (-ic-targets).</summary>
    public bool IndirectCallTargets { get; init; }

    /// <summary>Sizes of memory operations of shown functions (-memop-sizes).</summary>
    public bool MemoryOperationSizes { get; init; }

    /// <summary>Virtual tables of shown functions (-show-vtables).</summary>
    public bool VirtualTables { get; init; }

    /// <summary>Shown functions as a text profile has them, and nothing else (-text).</summary>
    public bool Text { get; init; }

    /// <summary>Only the names of functions with a count above zero (-covered).</summary>
    public bool Covered { get; init; }

    /// <summary>How many blocks make up which part of all counts (-detailed-summary).</summary>
    public bool DetailedSummary { get; init; }

    /// <summary>Parts of the counts for <see cref="DetailedSummary"/>, per million, rising; empty for the release's own (-detailed-summary-cutoffs).</summary>
    public IReadOnlyList<uint> Cutoffs { get; init; } = [];

    /// <summary>Number of functions with the largest counts to list; 0 for none (-topn).</summary>
    public int Top { get; init; }

    /// <summary>Functions whose largest count is below this are only counted (-value-cutoff).</summary>
    public ulong ValueCutoff { get; init; }

    /// <summary>Names of the functions below <see cref="ValueCutoff"/>, and no others (-list-below-cutoff).</summary>
    public bool ListBelowCutoff { get; init; }

    /// <summary>Context-sensitive records instead of the others; profiles of IR instrumentation only (-showcs).</summary>
    public bool ContextSensitive { get; init; }

    /// <summary>Build ids (-binary-ids).</summary>
    public bool BinaryIds { get; init; }

    /// <summary>Version of the format (-profile-version).</summary>
    public bool Version { get; init; }

    /// <summary>Temporal traces (-temporal-profile-traces).</summary>
    public bool TemporalTraces { get; init; }
}
