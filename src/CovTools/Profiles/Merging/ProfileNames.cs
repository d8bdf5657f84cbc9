using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>The names of a merged profile, in order of first appearance.</summary>
internal sealed class ProfileNames
{
    private const int SmallestCapacity = 16;

    private readonly ProfileNameIndex _index = new();
    private ProfileName[] _names = [];
    private readonly SlabAllocator<byte> _bytes = new();
    private int[]? _sorted;

    /// <summary>Files list their functions in similar orders: the name after the last one is tried first.</summary>
    private int _expected;

    public int Count { get; private set; }

    public ReadOnlySpan<ProfileName> All => new(_names, 0, Count);

    /// <summary>Indices of the names in the order of their bytes.</summary>
    public int[] Sorted => _sorted ??= NameOrder.Sorted(All);

    /// <summary>A name; valid until the next one is added.</summary>
    public ref ProfileName this[int index] => ref _names[index];

    /// <summary>Makes room for further names.</summary>
    public void Reserve(int names)
    {
        if (Count + names > _names.Length)
        {
            var old = _names;
            _names = new ProfileName[Math.Max(Math.Max(Count + names, Count * 2), SmallestCapacity)];
            Array.Copy(old, _names, Count);
        }

        _index.Reserve(Count + names);
    }

    /// <summary>The index of a name, or -1.</summary>
    /// <param name="hash">What a file says to be its hash.</param>
    /// <param name="bytes">Its bytes.</param>
    public int Find(ulong hash, ReadOnlySpan<byte> bytes)
    {
        var names = All;
        if ((uint)_expected < (uint)names.Length)
        {
            ref readonly var expected = ref names[_expected];
            if (expected.Hash == hash && expected.Bytes.Span.SequenceEqual(bytes))
            {
                return _expected++;
            }
        }

        var index = _index.Find(names, hash, bytes);
        _expected = index < 0 ? _expected : index + 1;
        return index;
    }

    /// <summary>The index of the first name with that hash, or -1. Safe for concurrent use.</summary>
    public int Find(ulong hash) => _index.Find(hash);

    /// <summary>The index of a name, which is copied when it is new.</summary>
    /// <param name="hash">Its hash.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="isHashed">The hash was computed, not read from a file.</param>
    public int FindOrCopy(ulong hash, ReadOnlySpan<byte> bytes, bool isHashed)
    {
        var index = Find(hash, bytes);
        if (index >= 0)
        {
            return index;
        }

        var computed = isHashed ? hash : NameHash.Compute(bytes);
        index = computed == hash ? Add(hash, _bytes.Copy(bytes)) : FindOrCopy(computed, bytes, isHashed: true);
        _expected = index + 1;
        return index;
    }

    /// <summary>The index of a name, whose memory is kept when it is new.</summary>
    public int FindOrKeep(ulong hash, ReadOnlyMemory<byte> bytes)
    {
        var index = _index.Find(All, hash, bytes.Span);
        return index < 0 ? Add(hash, bytes) : index;
    }

    private int Add(ulong hash, ReadOnlyMemory<byte> bytes)
    {
        _sorted = null;
        Reserve(1);
        _index.Add(hash);
        _names[Count] = new ProfileName(hash, bytes);
        return Count++;
    }
}
