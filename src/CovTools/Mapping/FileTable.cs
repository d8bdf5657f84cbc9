using System.Text;

namespace CovTools.Mapping;

/// <summary>All source files of all objects, each path once. Paths are compared as bytes.</summary>
internal sealed class FileTable
{
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private readonly List<string> _raw = [];

    public int Count => _raw.Count;

    /// <summary>Index of the path whose bytes are the characters of <paramref name="raw"/>.</summary>
    public int Intern(string raw)
    {
        if (!_indices.TryGetValue(raw, out var index))
        {
            index = _raw.Count;
            _indices.Add(raw, index);
            _raw.Add(raw);
        }

        return index;
    }

    /// <summary>The bytes of a path.</summary>
    public string Raw(int index) => _raw[index];

    /// <summary>The paths as text; bytes that are no UTF-8 become U+FFFD.</summary>
    public string[] ToPaths() => [.. _raw.Select(static raw => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(raw)))];

    /// <summary>Indices of all paths, sorted by bytes.</summary>
    public int[] SortedByBytes()
    {
        var order = Enumerable.Range(0, _raw.Count).ToArray();
        Array.Sort(order, (left, right) => string.CompareOrdinal(_raw[left], _raw[right]));
        return order;
    }
}
