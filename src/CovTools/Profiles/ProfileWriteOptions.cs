namespace CovTools.Profiles;

/// <summary>What is written of a profile, and how.</summary>
public sealed record ProfileWriteOptions
{
    /// <summary>Everything, for the release of the profile.</summary>
    public static ProfileWriteOptions Default { get; } = new();

    /// <summary>The release whose tools are to read it, and whose choices are made; null for the release of the profile.</summary>
    public LlvmRelease? Release { get; init; }

    /// <summary>Names are left out when all of their records have only zeros, in counters and bitmaps; the summary does not know them either (-sparse).</summary>
    public bool Sparse { get; init; }

    /// <summary>Traces; null when no input has them. Releases before 17 do not know them: they are left out.</summary>
    public TemporalTraces? Traces { get; init; }

    /// <summary>Names of virtual tables to keep (-keep-vtable-symbols); none by default, as llvm-profdata does: values then keep the names' hashes only.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> VirtualTableNames { get; init; } = [];

    /// <summary>Indexed version 11, which has no names of virtual tables, when the release writes a newer one (--write-prev-version, from LLVM 19 on).</summary>
    public bool PreviousVersion { get; init; }
}
