using CovTools.Profiles;

namespace CovTools.Modules;

/// <summary>Hits from the files that LLVM's own runtime writes, for hosts where counters cannot be read from memory.</summary>
public static class RawHits
{
    /// <summary>Whether a raw profile is of a module: by build id, or by the names section when either has no build id.</summary>
    public static bool Matches(RawProfile profile, ModuleLayout module)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(module);
        return profile.BinaryIds.Count > 0 && module.BuildId.Length > 0
            ? profile.BinaryIds.Contains(module.BuildId, StringComparer.Ordinal)
            : ModuleIdentity.OfNames(profile.NamesSection.Span) == module.NamesId;
    }

    /// <summary>The hits that a raw profile holds.</summary>
    /// <param name="profile">A profile of that module.</param>
    /// <param name="module">The module.</param>
    /// <exception cref="MalformedDataException">The profile's functions or sizes are not the module's: the file was rebuilt, or the profile is damaged.</exception>
    public static ModuleHits Read(RawProfile profile, ModuleLayout module)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(module);
        RequireSameFunctions(profile, module);
        var (indices, values) = SparseArrays.FromDense(profile.Counters.Span);
        var (bitmapIndices, bitmapValues) = SparseArrays.FromDense(profile.Bitmap.Span);
        return new ModuleHits
        {
            Id = module.Id,
            Path = module.Path,
            CounterSize = module.CounterSize,
            CounterBytes = module.CounterBytes,
            BitmapBytes = module.BitmapSize,
            Indices = indices,
            Values = values,
            BitmapIndices = bitmapIndices,
            BitmapValues = bitmapValues,
        };
    }

    /// <summary>
    /// Takes what importing a library executed out of what a whole process executed. Counters are subtracted; bits of the floor's bitmaps are removed, so bits that
    /// both set are not seen. Single-byte counters behave like those bits.
    /// </summary>
    /// <param name="hits">Hits of the whole process.</param>
    /// <param name="floor">Hits of the import alone, of the same module.</param>
    /// <param name="clamped">Number of counters that were smaller than the floor and became zero (racing threads, time-dependent start-up code).</param>
    /// <exception cref="ArgumentException">The floor is of another module.</exception>
    public static ModuleHits SubtractFloor(ModuleHits hits, ModuleHits floor, out int clamped)
    {
        ArgumentNullException.ThrowIfNull(hits);
        ArgumentNullException.ThrowIfNull(floor);
        if (!hits.IsSameModule(floor))
        {
            throw new ArgumentException($"The floor of {floor.Id} cannot be subtracted from hits of {hits.Id}, or sizes differ.", nameof(floor));
        }

        var below = 0;
        var (indices, values) = SparseArrays.Subtract(hits.Indices, hits.Values, floor.Indices, floor.Values, (value, other) =>
        {
            below += value < other ? 1 : 0;
            return value < other ? 0 : value - other;
        });
        var (bitmapIndices, bitmapValues) = SparseArrays.Subtract(
            hits.BitmapIndices, hits.BitmapValues, floor.BitmapIndices, floor.BitmapValues, (value, other) => (byte)(value & ~other));
        clamped = below;
        return hits.With(indices, values, bitmapIndices, bitmapValues);
    }

    private static void RequireSameFunctions(RawProfile profile, ModuleLayout module)
    {
        if (profile.Counters.Length != module.CounterCount || profile.Bitmap.Length != module.BitmapSize || profile.CounterSize != module.CounterSize
            || profile.Functions.Count != module.Functions.Count)
        {
            throw new MalformedDataException(
                module.Path,
                -1,
                $"a raw profile of it has {profile.Functions.Count} functions, {profile.Counters.Length} counters and {profile.Bitmap.Length} bitmap bytes, the module {module.Functions.Count}, {module.CounterCount} and {module.BitmapSize}");
        }

        for (var i = 0; i < profile.Functions.Count; i++)
        {
            var (raw, own) = (profile.Functions[i], module.Functions[i]);
            if (raw.NameHash != own.NameHash || raw.FunctionHash != own.FunctionHash || raw.FirstCounter != own.FirstCounter || raw.CounterCount != own.CounterCount
                || raw.BitmapSize != own.BitmapSize || raw.FirstBitmapByte != own.FirstBitmapByte)
            {
                throw new MalformedDataException(module.Path, -1, $"function record {i} of a raw profile of it is another function");
            }
        }
    }
}
