using CovTools.Profiles;

namespace CovTools.Modules;

/// <summary>
/// Counters of all modules of a program. Looked up by function they are what a merged profile has: functions of equal name and hash in several modules are one, with
/// the sum of their counters.
/// </summary>
public sealed class ModuleCounterSet : ICounterSource
{
    private readonly SortedDictionary<string, ModuleCounters> _modules = new(StringComparer.Ordinal);

    /// <summary>Makes counters that are all zero.</summary>
    /// <param name="layouts">The modules; ids must differ.</param>
    public ModuleCounterSet(IEnumerable<ModuleLayout> layouts)
    {
        ArgumentNullException.ThrowIfNull(layouts);
        foreach (var layout in layouts)
        {
            _modules.Add(layout.Id, new ModuleCounters(layout));
        }
    }

    /// <summary>The modules, sorted by id.</summary>
    public IReadOnlyCollection<ModuleCounters> Modules => _modules.Values;

    /// <summary>The newest version that the releases of all modules write.</summary>
    public int IndexedVersion => _modules.Count == 0 ? LlvmRelease.Newest.IndexedVersion : _modules.Values.Min(static module => module.IndexedVersion);

    /// <inheritdoc/>
    public bool HasSingleByteCounters => _modules.Values.Any(static module => module.HasSingleByteCounters);

    /// <summary>Adds hits several times.</summary>
    /// <param name="hits">At most one per module, of modules of this set.</param>
    /// <param name="times">How often; 0 adds nothing.</param>
    /// <exception cref="MalformedDataException">Hits are of a module that is not in this set, or do not fit it.</exception>
    public void Add(IEnumerable<ModuleHits> hits, ulong times)
    {
        ArgumentNullException.ThrowIfNull(hits);
        foreach (var module in hits)
        {
            if (!_modules.TryGetValue(module.Id, out var counters))
            {
                throw new MalformedDataException(module.Path, -1, $"hits of module {module.Id}, which is not known");
            }

            counters.Add(module, times);
        }
    }

    /// <summary>Adds the counters of one module.</summary>
    /// <param name="module">Of a module of this set.</param>
    /// <exception cref="ArgumentException">Its sizes differ.</exception>
    /// <exception cref="KeyNotFoundException">The module is not in this set.</exception>
    public void Add(ModuleCounters module)
    {
        ArgumentNullException.ThrowIfNull(module);
        _modules[module.Layout.Id].AddFrom(module);
    }

    /// <summary>Adds all counters of another set, whose modules must be among these.</summary>
    public void AddFrom(ModuleCounterSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var (id, counters) in other._modules)
        {
            _modules[id].AddFrom(counters);
        }
    }

    /// <summary>Writes the indexed profile of these counters, in the newest version that the releases of all modules read.</summary>
    public void WriteProfile(Stream stream) => ModuleProfile.Write(_modules.Values, stream);

    /// <inheritdoc/>
    public bool TryGetCounters(ulong nameHash, ulong functionHash, out ReadOnlySpan<ulong> counters)
    {
        var found = false;
        counters = default;
        foreach (var module in _modules.Values)
        {
            if (!module.TryGetCounters(nameHash, functionHash, out var own))
            {
                continue;
            }

            // As merging profiles does: another number of counters is another function, and the first one stays.
            if (found && own.Length == counters.Length)
            {
                counters = Sum(counters, own);
            }
            else if (!found)
            {
                counters = own;
                found = true;
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public bool TryGetBitmap(ulong nameHash, ulong functionHash, out ReadOnlySpan<byte> bitmap)
    {
        bitmap = default;
        foreach (var module in _modules.Values)
        {
            if (module.TryGetBitmap(nameHash, functionHash, out var own))
            {
                bitmap = bitmap.IsEmpty ? own : BitmapUnion.Of(bitmap, own);
            }
        }

        return !bitmap.IsEmpty;
    }

    /// <inheritdoc/>
    public CounterMiss ExplainMiss(ulong nameHash, ulong functionHash)
    {
        var misses = _modules.Values.Select(module => module.ExplainMiss(nameHash, functionHash)).ToHashSet();
        return misses.Contains(CounterMiss.OtherHash) ? CounterMiss.OtherHash
            : misses.Contains(CounterMiss.OtherHashOfOtherKind) ? CounterMiss.OtherHashOfOtherKind
            : CounterMiss.UnknownName;
    }

    private static ulong[] Sum(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        var sum = new ulong[left.Length];
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] = Saturating.Add(left[i], right[i]);
        }

        return sum;
    }
}
