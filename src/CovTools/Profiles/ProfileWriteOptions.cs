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

    /// <summary>Names of virtual tables are written (-keep-vtable-symbols). By default they are not, as in llvm-profdata: values then keep the names' hashes only.</summary>
    public bool KeepVirtualTableNames { get; init; }

    /// <summary>Indexed version 11, which has no names of virtual tables, when the release writes a newer one (--write-prev-version, from LLVM 19 on).</summary>
    public bool PreviousVersion { get; init; }
}
