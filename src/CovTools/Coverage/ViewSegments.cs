using System.Runtime.InteropServices;
using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>
/// Collects the regions of a view and makes its segments (SegmentBuilder::buildSegments in llvm/ProfileData/Coverage/CoverageMapping.cpp). Reusable, not safe for
/// concurrent use.
/// </summary>
/// <typeparam name="TCount">A number, or a reference to one that is not known yet.</typeparam>
/// <param name="combine">The count of two regions of the same kind and place.</param>
internal sealed class ViewSegments<TCount>(Func<TCount, TCount, TCount> combine)
    where TCount : struct, IEquatable<TCount>
{
    private readonly List<CountedSpan<TCount>> _spans = [];
    private readonly SegmentBuilder<TCount> _builder = new();
    private bool _isSorted = true;

    public void Clear()
    {
        _spans.Clear();
        _isSorted = true;
    }

    public void Add(in CountedSpan<TCount> span)
    {
        // Compilers write the regions of a function nearly always in this order.
        _isSorted = _isSorted && (_spans.Count == 0 || _spans[^1].CompareTo(span) <= 0);
        _spans.Add(span);
    }

    /// <summary>The segments of what was added; valid until the next call.</summary>
    public ReadOnlySpan<ViewSegment<TCount>> Build()
    {
        var spans = CollectionsMarshal.AsSpan(_spans);
        if (!_isSorted)
        {
            spans.Sort();
        }

        return _builder.Build(Combine(spans));
    }

    /// <summary>Of regions with the same range the first stays, with the counts of those of its kind added (combineRegions).</summary>
    private Span<CountedSpan<TCount>> Combine(Span<CountedSpan<TCount>> spans)
    {
        var kept = 0;
        for (var i = 1; i < spans.Length; i++)
        {
            if (spans[i].Start != spans[kept].Start || spans[i].End != spans[kept].End)
            {
                spans[++kept] = spans[i];
            }
            else if (spans[i].Kind == spans[kept].Kind)
            {
                spans[kept] = spans[kept] with { Count = combine(spans[kept].Count, spans[i].Count) };
            }
        }

        return spans.IsEmpty ? spans : spans[..(kept + 1)];
    }
}
