namespace CovTools.Modules;

/// <summary>The counters of one module that something executed, sparse; arrays are parallel and must not be changed.</summary>
public sealed class ModuleHits
{
    /// <summary>Identity of the module (<see cref="ModuleLayout.Id"/>).</summary>
    public required string Id { get; init; }

    /// <summary>File that the process loaded; empty when not known.</summary>
    public string Path { get; init; } = string.Empty;

    /// <summary>Bytes of a counter in memory: 8, or 1.</summary>
    public required int CounterSize { get; init; }

    /// <summary>Size of the module's counters in memory, bytes.</summary>
    public required long CounterBytes { get; init; }

    /// <summary>Size of the module's bitmaps, bytes.</summary>
    public required long BitmapBytes { get; init; }

    /// <summary>Indices of the counters that are not zero, ascending.</summary>
    public required uint[] Indices { get; init; }

    /// <summary>Their values, never zero. Single-byte counters count 1 per process.</summary>
    public required ulong[] Values { get; init; }

    /// <summary>Offsets of the bitmap bytes that are not zero, ascending.</summary>
    public required uint[] BitmapIndices { get; init; }

    /// <summary>Their values, never zero.</summary>
    public required byte[] BitmapValues { get; init; }

    /// <summary>Nothing was executed.</summary>
    public bool IsEmpty => Indices.Length == 0 && BitmapIndices.Length == 0;

    /// <summary>Adds the hits of the same module: counters saturating, bitmaps by OR.</summary>
    /// <param name="other">Hits of a module with the same id and sizes.</param>
    /// <exception cref="ArgumentException">It is another module.</exception>
    public ModuleHits Add(ModuleHits other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!IsSameModule(other))
        {
            throw new ArgumentException($"Hits of {other.Id} cannot be added to those of {Id}, or sizes differ.", nameof(other));
        }

        var (indices, values) = SparseArrays.Merge(Indices, Values, other.Indices, other.Values, Saturating.Add);
        var (bitmapIndices, bitmapValues) = SparseArrays.Merge(BitmapIndices, BitmapValues, other.BitmapIndices, other.BitmapValues, (left, right) => (byte)(left | right));
        return With(indices, values, bitmapIndices, bitmapValues);
    }

    /// <summary>Whether both are of one module: id and sizes agree.</summary>
    internal bool IsSameModule(ModuleHits other) =>
        Id == other.Id && CounterSize == other.CounterSize && CounterBytes == other.CounterBytes && BitmapBytes == other.BitmapBytes;

    internal ModuleHits With(uint[] indices, ulong[] values, uint[] bitmapIndices, byte[] bitmapValues) => new()
    {
        Id = Id,
        Path = Path,
        CounterSize = CounterSize,
        CounterBytes = CounterBytes,
        BitmapBytes = BitmapBytes,
        Indices = indices,
        Values = values,
        BitmapIndices = bitmapIndices,
        BitmapValues = bitmapValues,
    };
}
