using System.Runtime.InteropServices;
using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>The names of a merged profile, in order of first appearance.</summary>
internal sealed class ProfileNames
{
    private readonly ProfileNameIndex _index = new();
    private readonly List<ProfileName> _names = [];
    private readonly SlabAllocator<byte> _bytes = new();
    private int[]? _sorted;

    /// <summary>Files list their functions in similar orders: the name after the last one is tried first.</summary>
    private int _expected;

    public int Count => _names.Count;

    public ReadOnlySpan<ProfileName> All => CollectionsMarshal.AsSpan(_names);

    /// <summary>Indices of the names in the order of their bytes.</summary>
    public int[] Sorted => _sorted ??= NameOrder.Sorted(All);

    /// <summary>A name; valid until the next one is added.</summary>
    public ref ProfileName this[int index] => ref CollectionsMarshal.AsSpan(_names)[index];

    /// <summary>Makes room for further names.</summary>
    public void Reserve(int names)
    {
        _names.EnsureCapacity(_names.Count + names);
        _index.Reserve(_names.Count + names);
    }

    /// <summary>The index of a name, which is copied when it is new.</summary>
    /// <param name="hash">Its hash.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="isHashed">The hash was computed, not read from a file.</param>
    public int FindOrCopy(ulong hash, ReadOnlySpan<byte> bytes, bool isHashed)
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
        if (index < 0)
        {
            var computed = isHashed ? hash : NameHash.Compute(bytes);
            index = computed == hash ? Add(hash, _bytes.Copy(bytes)) : FindOrCopy(computed, bytes, isHashed: true);
        }

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
        _index.Add(hash);
        _names.Add(new ProfileName(hash, bytes));
        return _names.Count - 1;
    }
}
