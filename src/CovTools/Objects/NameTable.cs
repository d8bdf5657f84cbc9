using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace CovTools.Objects;

/// <summary>
/// The function names of a module or a raw profile: chunks of ULEB128 inflated size, ULEB128 compressed size and payload, each a list
/// of names joined by 0x01 (readAndDecodeStrings in llvm/ProfileData/InstrProf.cpp). Names are hashed when one is first looked for. Thread-safe.
/// </summary>
public sealed class NameTable : IReadOnlyDictionary<ulong, ReadOnlyMemory<byte>>
{
    private readonly ReadOnlyMemory<byte>[] _names;
    private NameIndex? _index;

    private NameTable(ReadOnlyMemory<byte>[] names) => _names = names;

    /// <summary>A table without names.</summary>
    public static NameTable Empty { get; } = new([]);

    /// <summary>Number of distinct names.</summary>
    public int Count => Index.Count;

    /// <summary>Hashes and names, in the order of the section.</summary>
    public IReadOnlyDictionary<ulong, ReadOnlyMemory<byte>> Names => this;

    /// <summary>Every name of the section in its order, repeated ones too; nothing is hashed for them.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> InOrder => _names;

    /// <inheritdoc/>
    public IEnumerable<ulong> Keys => this.Select(pair => pair.Key);

    /// <inheritdoc/>
    public IEnumerable<ReadOnlyMemory<byte>> Values => this.Select(pair => pair.Value);

    private NameIndex Index => Volatile.Read(ref _index) ?? LazyInitializer.EnsureInitialized(ref _index, MakeIndex);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> this[ulong key] => TryGetName(key, out var name) ? name : throw new KeyNotFoundException($"There is no name with hash 0x{key:x16}.");

    /// <summary>Decodes a names section; the names are slices of it where it is not compressed.</summary>
    /// <param name="section">The section's bytes.</param>
    /// <param name="file">Named in errors.</param>
    /// <param name="offset">Offset of the section in that file.</param>
    /// <exception cref="MalformedDataException">A chunk is cut off, damaged, or holds an empty name.</exception>
    public static NameTable Read(byte[] section, string file, long offset) => Read(section, file, offset, long.MaxValue);

    /// <summary>The name with that hash, as UTF-8 or whatever bytes the compiler used.</summary>
    public bool TryGetName(ulong hash, out ReadOnlyMemory<byte> name)
    {
        var position = Index.Find(hash);
        name = position < 0 ? default : _names[position];
        return position >= 0;
    }

    /// <inheritdoc/>
    public bool ContainsKey(ulong key) => Index.Find(key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(ulong key, [MaybeNullWhen(false)] out ReadOnlyMemory<byte> value) => TryGetName(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<ulong, ReadOnlyMemory<byte>>> GetEnumerator()
    {
        var index = Index;
        for (var i = 0; i < _names.Length; i++)
        {
            if (index.IsFirst(i))
            {
                yield return new(index.HashAt(i), _names[i]);
            }
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As <see cref="TryGetName(ulong, out ReadOnlyMemory{byte})"/>, for hashes in about the order of the names: that is faster than looking for each of them.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="next">Position of the likely name; the one behind the found name afterwards. Starts with 0.</param>
    /// <param name="name">The name.</param>
    internal bool TryGetName(ulong hash, ref int next, out ReadOnlyMemory<byte> name)
    {
        var index = Index;
        var position = next < _names.Length && index.HashAt(next) == hash ? next : index.Find(hash);
        name = position < 0 ? default : _names[position];
        next = position < 0 ? next : position + 1;
        return position >= 0;
    }

    /// <summary>Where the name with that hash is in <see cref="InOrder"/>; the first place of a repeated one; -1 when there is none.</summary>
    internal int PositionOf(ulong hash) => Index.Find(hash);

    /// <summary>Decodes a names section whose names take at most <paramref name="limit"/> bytes when they are inflated.</summary>
    internal static NameTable Read(byte[] section, string file, long offset, long limit)
    {
        ArgumentNullException.ThrowIfNull(section);
        var chunks = NameChunks.Read(section, file, offset, limit);
        var names = new ReadOnlyMemory<byte>[NameChunks.CountNames(chunks, file)];
        var count = 0;
        foreach (var (place, text) in chunks)
        {
            var rest = text;
            for (var length = rest.Span.IndexOf(NameChunks.Separator); length >= 0; length = rest.Span.IndexOf(NameChunks.Separator))
            {
                Add(rest[..length], place);
                rest = rest[(length + 1)..];
            }

            Add(rest, place);
        }

        return new NameTable(names);

        void Add(ReadOnlyMemory<byte> name, long place) =>
            names[count++] = name.IsEmpty ? throw new MalformedDataException(file, place, "a function name is empty") : name;
    }

    private NameIndex MakeIndex() => new(NameHash.ComputeAll(_names));
}
