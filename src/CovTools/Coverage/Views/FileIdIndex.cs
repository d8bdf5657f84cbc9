using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>Items of a function by the file id that they lie in, in their order. Reusable, not safe for concurrent use.</summary>
internal sealed class FileIdIndex
{
    private readonly MappingBuffer<int> _starts = new();
    private readonly MappingBuffer<int> _items = new();

    /// <summary>Builds the index.</summary>
    /// <param name="fileIds">By item: its file id; -1: it is not in the index.</param>
    /// <param name="files">Number of file ids.</param>
    public void Build(ReadOnlySpan<int> fileIds, int files)
    {
        _starts.Fill(files + 1, 0);
        foreach (var id in fileIds)
        {
            if (id >= 0)
            {
                _starts[id]++;
            }
        }

        var sum = 0;
        for (var id = 0; id <= files; id++)
        {
            sum += _starts[id];
            _starts[id] = sum;
        }

        // Filled from the back, so that the starts end up where they belong.
        _items.Fill(sum, 0);
        for (var item = fileIds.Length - 1; item >= 0; item--)
        {
            if (fileIds[item] >= 0)
            {
                _items[--_starts[fileIds[item]]] = item;
            }
        }
    }

    /// <summary>The items of a file id.</summary>
    public ReadOnlySpan<int> this[int fileId] => _items.Items[_starts[fileId].._starts[fileId + 1]];
}
