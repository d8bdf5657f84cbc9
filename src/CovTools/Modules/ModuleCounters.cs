using CovTools.Profiles;

namespace CovTools.Modules;

/// <summary>
/// Sums of a module's counters: saturating at 2^64-1, bitmaps by OR. Single-byte counters count the processes that executed them, which is what
/// llvm-profdata merge makes of their profiles.
/// </summary>
public sealed partial class ModuleCounters : ICounterSource
{
    private readonly ulong[] _counters;
    private readonly byte[] _bitmap;

    /// <summary>Makes counters that are all zero.</summary>
    /// <param name="layout">The module.</param>
    public ModuleCounters(ModuleLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Layout = layout;
        _counters = new ulong[layout.CounterCount];
        _bitmap = new byte[layout.BitmapSize];
    }

    /// <summary>The module.</summary>
    public ModuleLayout Layout { get; }

    /// <summary>All counters of the module, by index.</summary>
    public ReadOnlyMemory<ulong> Counters => _counters;

    /// <summary>All bitmap bytes of the module.</summary>
    public ReadOnlyMemory<byte> Bitmap => _bitmap;

    /// <summary>Version that the module's own release writes.</summary>
    public int IndexedVersion => Layout.Release.IndexedVersion;

    /// <inheritdoc/>
    public bool HasSingleByteCounters => Layout.CounterSize == 1;

    /// <summary>Adds hits once.</summary>
    /// <param name="hits">Hits of this module.</param>
    /// <exception cref="MalformedDataException">They are of another module, or their sizes differ from this one's.</exception>
    public void Add(ModuleHits hits) => Add(hits, 1);

    /// <summary>Adds hits several times.</summary>
    /// <param name="hits">Hits of this module.</param>
    /// <param name="times">How often; 0 adds nothing.</param>
    /// <exception cref="MalformedDataException">They are of another module, or their sizes differ from this one's.</exception>
    public void Add(ModuleHits hits, ulong times)
    {
        ArgumentNullException.ThrowIfNull(hits);
        RequireFit(hits);
        if (times == 0)
        {
            return;
        }

        for (var i = 0; i < hits.Indices.Length; i++)
        {
            ref var counter = ref _counters[hits.Indices[i]];
            counter = Saturating.MultiplyAdd(counter, hits.Values[i], times);
        }

        for (var i = 0; i < hits.BitmapIndices.Length; i++)
        {
            _bitmap[hits.BitmapIndices[i]] |= hits.BitmapValues[i];
        }
    }

    /// <summary>Adds all counters of another sum.</summary>
    /// <param name="other">Sums of the same module.</param>
    /// <exception cref="ArgumentException">It is another module.</exception>
    public void AddFrom(ModuleCounters other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Layout.Id != Layout.Id || other._counters.Length != _counters.Length || other._bitmap.Length != _bitmap.Length)
        {
            throw new ArgumentException($"Counters of {other.Layout.Id} cannot be added to those of {Layout.Id}, or sizes differ.", nameof(other));
        }

        for (var i = 0; i < _counters.Length; i++)
        {
            _counters[i] = Saturating.Add(_counters[i], other._counters[i]);
        }

        for (var i = 0; i < _bitmap.Length; i++)
        {
            _bitmap[i] |= other._bitmap[i];
        }
    }

    /// <summary>The same as sparse hits.</summary>
    public ModuleHits ToHits()
    {
        var (indices, values) = SparseArrays.FromDense<ulong>(_counters);
        var (bitmapIndices, bitmapValues) = SparseArrays.FromDense<byte>(_bitmap);
        return new ModuleHits
        {
            Id = Layout.Id,
            Path = Layout.Path,
            CounterSize = Layout.CounterSize,
            CounterBytes = Layout.CounterBytes,
            BitmapBytes = Layout.BitmapSize,
            Indices = indices,
            Values = values,
            BitmapIndices = bitmapIndices,
            BitmapValues = bitmapValues,
        };
    }

    /// <inheritdoc/>
    public bool TryGetCounters(ulong nameHash, ulong functionHash, out ReadOnlySpan<ulong> counters)
    {
        if (!Layout.Index.TryFind(nameHash, functionHash, out var function))
        {
            counters = default;
            return false;
        }

        counters = Slice(Layout.Functions[function]);
        var others = Layout.Index.Others(function);
        if (others.Count > 0)
        {
            counters = Sum(counters, others);
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryGetBitmap(ulong nameHash, ulong functionHash, out ReadOnlySpan<byte> bitmap)
    {
        bitmap = default;
        if (_bitmap.Length == 0 || !Layout.Index.TryFind(nameHash, functionHash, out var function))
        {
            return false;
        }

        bitmap = BitmapOf(Layout.Functions[function]);
        foreach (var other in Layout.Index.Others(function))
        {
            bitmap = BitmapUnion.Of(bitmap, BitmapOf(Layout.Functions[other]));
        }

        return !bitmap.IsEmpty;
    }

    /// <inheritdoc/>
    public CounterMiss ExplainMiss(ulong nameHash, ulong functionHash) => Layout.Index.ExplainMiss(nameHash, functionHash);

    private ReadOnlySpan<ulong> Slice(ModuleFunction function) => _counters.AsSpan(function.FirstCounter, function.CounterCount);

    private ReadOnlySpan<byte> BitmapOf(ModuleFunction function) => _bitmap.AsSpan(function.FirstBitmapByte, function.BitmapSize);

    private ulong[] Sum(ReadOnlySpan<ulong> first, IReadOnlyList<int> others)
    {
        var sum = first.ToArray();
        foreach (var other in others)
        {
            var slice = Slice(Layout.Functions[other]);
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] = Saturating.Add(sum[i], slice[i]);
            }
        }

        return sum;
    }

    private void RequireFit(ModuleHits hits)
    {
        if (hits.Id != Layout.Id || hits.CounterSize != Layout.CounterSize || hits.CounterBytes != Layout.CounterBytes || hits.BitmapBytes != Layout.BitmapSize
            || (hits.Indices.Length > 0 && hits.Indices[^1] >= _counters.Length) || (hits.BitmapIndices.Length > 0 && hits.BitmapIndices[^1] >= _bitmap.Length))
        {
            throw new MalformedDataException(
                Layout.Path,
                -1,
                $"hits of module {hits.Id} ({hits.CounterBytes} bytes of {hits.CounterSize}-byte counters, {hits.BitmapBytes} bitmap bytes) do not fit module {Layout.Id} ({Layout.CounterBytes}, {Layout.CounterSize}, {Layout.BitmapSize})");
        }
    }
}
