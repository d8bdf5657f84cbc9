using CovTools.Profiles;

namespace CovTools.Cli.Merge;

/// <summary>The form in which a merged profile is written.</summary>
internal sealed record ProfileOutput
{
    private const int PreviousIndexedVersion = 11;

    /// <summary>Text instead of an indexed profile.</summary>
    public bool Text { get; init; }

    /// <summary>Functions that never ran are left out.</summary>
    public bool Sparse { get; init; }

    /// <summary>The version before the release's own.</summary>
    public bool PreviousVersion { get; init; }

    /// <summary>Names of virtual tables are written.</summary>
    public bool KeepVirtualTableNames { get; init; }

    /// <summary>Version of the indexed profile; null when it is another kind.</summary>
    public int? IndexedVersion(LlvmRelease release) => Text ? null : PreviousVersion ? Math.Min(release.IndexedVersion, PreviousIndexedVersion) : release.IndexedVersion;

    /// <summary>Writes a profile.</summary>
    public void Write(ProfileBuilder profile, Stream stream)
    {
        var options = new ProfileWriteOptions { Sparse = Sparse, PreviousVersion = PreviousVersion, KeepVirtualTableNames = KeepVirtualTableNames };
        if (Text)
        {
            TextProfileWriter.Write(profile, stream, options);
        }
        else
        {
            IndexedProfileWriter.Write(profile, stream, options);
        }
    }
}
