using System.Runtime.InteropServices;
using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>
/// Collects the counted regions of a view and makes its segments (SegmentBuilder::buildSegments in llvm/ProfileData/Coverage/CoverageMapping.cpp). Reusable, not safe for
/// concurrent use.
/// </summary>
/// <param name="addsAsFlags">Counts of the same place are combined to 1 or 0 instead of being added.</param>
internal sealed class ViewSegments(bool addsAsFlags)
{
    private readonly List<CountedSpan<ulong>> _spans = [];
    private readonly SegmentBuilder<ulong> _builder = new();

    public void Clear() => _spans.Clear();

    public void Add(in CountedRegion region) => _spans.Add(new CountedSpan<ulong>(
        ((ulong)region.StartLine << 32) | region.StartColumn, ((ulong)region.EndLine << 32) | region.EndColumn, region.Kind, region.Count));

    /// <summary>The segments of what was added; valid until the next call.</summary>
    public ReadOnlySpan<ViewSegment<ulong>> Build()
    {
        var spans = CollectionsMarshal.AsSpan(_spans);
        spans.Sort();
        return _builder.Build(Combine(spans));
    }

    /// <summary>Of regions with the same range the first stays, with the counts of those of its kind added (combineRegions).</summary>
    private Span<CountedSpan<ulong>> Combine(Span<CountedSpan<ulong>> spans)
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
                spans[kept] = spans[kept] with { Count = Combine(spans[kept].Count, spans[i].Count) };
            }
        }

        return spans.IsEmpty ? spans : spans[..(kept + 1)];
    }

    private ulong Combine(ulong left, ulong right) => !addsAsFlags ? unchecked(left + right) : (left | right) != 0 ? 1UL : 0UL;
}
