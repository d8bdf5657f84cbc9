namespace CovTools.Coverage;

/// <summary>The part of a function's bitmap that belongs to one decision.</summary>
internal readonly ref struct DecisionBits
{
    private const int MaximumMaskedConditions = 30;

    private readonly ReadOnlySpan<byte> _bitmap;
    private readonly long _first;

    private DecisionBits(ReadOnlySpan<byte> bitmap, long first, bool isMasked)
    {
        _bitmap = bitmap;
        _first = first;
        IsMasked = isMasked;
    }

    /// <summary>Bits are numbered by the set of true conditions (up to version 11 of indexed profiles), not by the ways through the decision.</summary>
    public bool IsMasked { get; }

    /// <summary>Finds the bits.</summary>
    /// <param name="diagram">The decision.</param>
    /// <param name="bitmapIndex">As the mapping has it.</param>
    /// <param name="bitmap">The function's bitmap; empty: no test vector was executed.</param>
    /// <param name="isMasked">See <see cref="IsMasked"/>.</param>
    /// <param name="bits">The bits.</param>
    /// <returns>False when the bitmap does not hold them.</returns>
    public static bool TryFind(DecisionDiagram diagram, uint bitmapIndex, ReadOnlySpan<byte> bitmap, bool isMasked, out DecisionBits bits)
    {
        bits = default;
        if (isMasked && diagram.ConditionCount > MaximumMaskedConditions)
        {
            return false;
        }

        var first = isMasked ? bitmapIndex * 8L : bitmapIndex - (long)diagram.VectorCount;
        var end = isMasked ? first + Math.Max(8L, 1L << diagram.ConditionCount) : bitmapIndex;
        if (first < 0 || (!bitmap.IsEmpty && end > bitmap.Length * 8L))
        {
            return false;
        }

        var hasAny = !bitmap.IsEmpty && bitmap[(int)(first / 8)..(int)((end + 7) / 8)].ContainsAnyExcept((byte)0);
        bits = new DecisionBits(hasAny ? bitmap : default, first, isMasked);
        return true;
    }

    /// <summary>No bit is set.</summary>
    public bool IsEmpty => _bitmap.IsEmpty;

    /// <summary>Whether a test vector was executed.</summary>
    /// <param name="index">Its number by the ways through the decision.</param>
    /// <param name="trueConditions">The set of its true conditions, as a number with the bits of their ids.</param>
    public bool Has(int index, uint trueConditions)
    {
        if (IsEmpty)
        {
            return false;
        }

        var bit = _first + (IsMasked ? trueConditions : (uint)index);
        return (_bitmap[(int)(bit >> 3)] >> (int)(bit & 7) & 1) != 0;
    }
}
