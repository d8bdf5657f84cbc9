namespace CovTools.Profiles;

/// <summary>Counts in order of addition, in pieces, so that growing copies nothing.</summary>
internal sealed class CountList
{
    private const int PieceSize = 1 << 16;

    private readonly List<ulong[]> _pieces = [];
    private int _used = PieceSize;

    /// <summary>All counts.</summary>
    public IEnumerable<ReadOnlyMemory<ulong>> Pieces => _pieces.Select((piece, index) => new ReadOnlyMemory<ulong>(piece, 0, index == _pieces.Count - 1 ? _used : PieceSize));

    public void Add(ulong count)
    {
        if (_used == PieceSize)
        {
            _pieces.Add(new ulong[PieceSize]);
            _used = 0;
        }

        _pieces[^1][_used++] = count;
    }
}
