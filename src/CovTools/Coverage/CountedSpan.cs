using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>A region of one file: range, kind, count.</summary>
/// <param name="Start">Line and column of the start as one number that sorts.</param>
/// <param name="End">Line and column of the end as one number that sorts.</param>
/// <param name="Kind">Code, expansion, skipped or gap.</param>
/// <param name="Count">The count.</param>
/// <typeparam name="TCount">A number, or a reference to one that is not known yet.</typeparam>
internal readonly record struct CountedSpan<TCount>(ulong Start, ulong End, RegionKind Kind, TCount Count) : IComparable<CountedSpan<TCount>>
    where TCount : struct, IEquatable<TCount>
{
    public bool IsEmpty => Start == End;

    public bool IsGap => Kind == RegionKind.Gap;

    /// <summary>Outer regions before inner ones; of the same range code first (SegmentBuilder::sortNestedRegions).</summary>
    public int CompareTo(CountedSpan<TCount> other)
    {
        var order = Start.CompareTo(other.Start);
        order = order != 0 ? order : other.End.CompareTo(End);
        return order != 0 ? order : Kind.CompareTo(other.Kind);
    }
}
