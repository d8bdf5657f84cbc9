using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>A region of one file: range, kind, count.</summary>
/// <param name="Start">Line and column of the start as one number that sorts.</param>
/// <param name="End">Line and column of the end as one number that sorts.</param>
/// <param name="Kind">Code, expansion, skipped or gap.</param>
/// <param name="Count">The count.</param>
internal readonly record struct CountedSpan(ulong Start, ulong End, RegionKind Kind, Counter Count) : IComparable<CountedSpan>
{
    public uint StartLine => LineOf(Start);

    public bool IsEmpty => Start == End;

    public bool IsGap => Kind == RegionKind.Gap;

    public static uint LineOf(ulong position) => (uint)(position >> 32);

    /// <summary>Outer regions before inner ones; of the same range code first (SegmentBuilder::sortNestedRegions).</summary>
    public int CompareTo(CountedSpan other)
    {
        var order = Start.CompareTo(other.Start);
        order = order != 0 ? order : other.End.CompareTo(End);
        return order != 0 ? order : Kind.CompareTo(other.Kind);
    }
}
