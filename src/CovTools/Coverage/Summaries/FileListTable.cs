namespace CovTools.Coverage;

/// <summary>Distinct lists of file indices.</summary>
internal sealed class FileListTable
{
    private readonly List<int[]> _lists = [];
    private readonly Dictionary<int[], int> _indices = new(new ContentComparer());

    public ReadOnlySpan<int> this[int index] => _lists[index];

    public int Intern(ReadOnlySpan<int> files)
    {
        var lookup = _indices.GetAlternateLookup<ReadOnlySpan<int>>();
        if (!lookup.TryGetValue(files, out var index))
        {
            index = _lists.Count;
            var list = files.ToArray();
            _lists.Add(list);
            _indices.Add(list, index);
        }

        return index;
    }

    public int[][] ToArray() => [.. _lists];

    private sealed class ContentComparer : IEqualityComparer<int[]>, IAlternateEqualityComparer<ReadOnlySpan<int>, int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<int> alternate, int[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(int[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<int> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(alternate));
            return hash.ToHashCode();
        }

        public int[] Create(ReadOnlySpan<int> alternate) => alternate.ToArray();
    }
}
