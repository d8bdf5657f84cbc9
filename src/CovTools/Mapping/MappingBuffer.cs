namespace CovTools.Mapping;

/// <summary>A growing array that is cleared and filled again without allocating, and gives references to its items.</summary>
internal sealed class MappingBuffer<T>
    where T : struct
{
    private T[] _items = new T[16];

    public int Count { get; private set; }

    public Span<T> Items => _items.AsSpan(0, Count);

    public ref T this[int index] => ref Items[index];

    public void Clear() => Count = 0;

    public void Add(in T item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        _items[Count++] = item;
    }

    /// <summary>Makes the buffer hold <paramref name="count"/> copies of <paramref name="value"/>.</summary>
    public void Fill(int count, T value)
    {
        if (count > _items.Length)
        {
            _items = new T[Math.Max(count, _items.Length * 2)];
        }

        Count = count;
        Items.Fill(value);
    }

    /// <summary>Drops the items from <paramref name="count"/> on.</summary>
    public void Truncate(int count) => Count = Math.Min(Count, count);
}
