using CovTools.Objects;

namespace CovTools.Mapping;

/// <summary>The names of an object's functions: those of its table of names or, in version 1, which has none, those that its records point to.</summary>
internal sealed class ObjectNames
{
    private readonly NameTable? _table;
    private readonly List<ReadOnlyMemory<byte>> _added = [];
    private readonly Dictionary<ulong, int> _positions = [];

    public ObjectNames(NameTable? table = null) => _table = table;

    /// <summary>All names.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> InOrder => _table is null ? _added : _table.InOrder;

    /// <summary>Position of a name of the table; -1: there is none with that hash.</summary>
    public int Find(ulong hash) => _table!.PositionOf(hash);

    /// <summary>Adds a name that a record points to.</summary>
    /// <returns>Its position; that of the first one with this hash.</returns>
    public int Add(ulong hash, ReadOnlyMemory<byte> name)
    {
        if (_positions.TryAdd(hash, _added.Count))
        {
            _added.Add(name);
        }

        return _positions[hash];
    }
}
