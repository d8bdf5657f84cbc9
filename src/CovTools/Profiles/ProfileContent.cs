namespace CovTools.Profiles;

/// <summary>What writers see of a merged profile: the one place that knows how it is kept in memory.</summary>
internal sealed class ProfileContent
{
    private readonly ProfileBuilder _profile;
    private readonly bool[]? _kept;
    private readonly bool _keepsVirtualTableNames;

    public ProfileContent(ProfileBuilder profile, ProfileWriteOptions options)
    {
        _profile = profile;
        Release = options.Release ?? profile.Release;
        _keepsVirtualTableNames = options.KeepVirtualTableNames;
        _kept = options.Sparse ? FindExecuted(profile) : null;
    }

    /// <summary>Whose format and choices.</summary>
    public LlvmRelease Release { get; }

    /// <summary>Flags that the release knows: loop entries since 20.</summary>
    public ProfileFlags Flags => Release.Major >= 20 ? _profile.Flags : _profile.Flags & ~ProfileFlags.LoopEntries;

    /// <summary>All names, those that are not kept too.</summary>
    public ReadOnlySpan<ProfileName> Names => _profile.Names;

    /// <summary>Indices of the names in the order in which the release visits them.</summary>
    public int[] NamesInOrder => Release.SortsNames ? _profile.SortedNames : HashTableOrder.OfNames(Names);

    public ReadOnlySpan<ProfileEntry> Entries => _profile.Entries;

    public IReadOnlyCollection<string> BinaryIds => _profile.BinaryIds;

    /// <summary>Temporal traces; null when there are none to write.</summary>
    public TemporalTraces? Traces => _profile.Traces;

    public IReadOnlyList<ReadOnlyMemory<byte>> VirtualTableNames => _keepsVirtualTableNames ? _profile.VirtualTableNames : [];

    /// <summary>The records of a name are to be written.</summary>
    public bool IsKept(int name) => _kept is null || _kept[name];

    private static bool[] FindExecuted(ProfileBuilder profile)
    {
        var kept = new bool[profile.NameCount];
        foreach (var entry in profile.Entries)
        {
            kept[entry.Name] = kept[entry.Name] || entry.Counters.Span.ContainsAnyExcept(0UL) || entry.Bitmap.Span.ContainsAnyExcept((byte)0);
        }

        return kept;
    }
}
