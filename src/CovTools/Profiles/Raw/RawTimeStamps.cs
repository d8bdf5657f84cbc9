namespace CovTools.Profiles;

/// <summary>
/// When the functions of a file's temporal profiles were first called. LLVM makes one trace of all profiles in a file
/// (RawInstrProfReader::getTemporalProfTraces in llvm/ProfileData/InstrProfReader.cpp).
/// </summary>
internal sealed class RawTimeStamps
{
    private SortedDictionary<ulong, List<(ulong Stamp, ulong NameHash)>>? _profiles;

    /// <summary>A new list for the stamps of the profile at <paramref name="offset"/>; what an earlier enumeration of it found is dropped.</summary>
    public List<(ulong Stamp, ulong NameHash)> Start(ulong offset)
    {
        _profiles ??= [];
        return _profiles[offset] = [];
    }

    /// <summary>The trace, ordered by stamp, then by name hash; none when no function was called.</summary>
    public TemporalTraces ToTraces()
    {
        if (_profiles is null)
        {
            return TemporalTraces.None;
        }

        var stamps = _profiles.Values.SelectMany(profile => profile).ToArray();
        Array.Sort(stamps);
        return stamps.Length == 0 ? TemporalTraces.None : new TemporalTraces(1, [new TemporalTrace(1, Array.ConvertAll(stamps, stamp => stamp.NameHash))]);
    }
}
