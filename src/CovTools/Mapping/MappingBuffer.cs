namespace CovTools.Mapping;

/// <summary>A growing array that is cleared and filled again without allocating, and gives references to its items.</summary>
internal sealed class MappingBuffer<T>
    where T : struct
{
    private T[] _items = new T[16];
    private int _count;

    public int Count => _count;

    public Span<T> Items => _items.AsSpan(0, _count);

    public ref T this[int index] => ref Items[index];

    public void Clear() => _count = 0;

    public void Add(in T item) => Add() = item;

    /// <summary>Adds an item that holds whatever was there before.</summary>
    /// <returns>The item, until the next one is added.</returns>
    public ref T Add()
    {
        var items = _items;
        var count = _count;
        if ((uint)count >= (uint)items.Length)
        {
            Array.Resize(ref _items, count * 2);
            items = _items;
        }

        _count = count + 1;
        return ref items[count];
    }

    /// <summary>Makes the buffer hold <paramref name="count"/> copies of <paramref name="value"/>.</summary>
    public void Fill(int count, T value)
    {
        if (count > _items.Length)
        {
            _items = new T[Math.Max(count, _items.Length * 2)];
        }

        _count = count;
        Items.Fill(value);
    }

    /// <summary>Adds default items until there are <paramref name="count"/>.</summary>
    public void Grow(int count)
    {
        while (_count < count)
        {
            Add() = default;
        }
    }

    /// <summary>Drops the items from <paramref name="count"/> on.</summary>
    public void Truncate(int count) => _count = Math.Min(_count, count);
}
