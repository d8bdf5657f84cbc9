using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>
/// How the conditions of a decision follow each other, and the numbers that clang gives to the ways through them (TVIdxBuilder in
/// llvm/ProfileData/Coverage/CoverageMapping.cpp). Reusable, not safe for concurrent use.
/// </summary>
internal sealed class DecisionDiagram
{
    /// <summary>A decision with more test vectors is taken for damage. Clang makes at most 32,767 unless it is told otherwise.</summary>
    public const int MaximumVectors = 1 << 20;

    private readonly MappingBuffer<int> _next = new();
    private readonly MappingBuffer<int> _offsets = new();
    private readonly MappingBuffer<int> _widths = new();
    private readonly MappingBuffer<int> _incoming = new();
    private readonly List<int> _queue = [];
    private readonly List<(int Width, int Order, int Edge)> _ends = [];

    /// <summary>Number of conditions.</summary>
    public int ConditionCount => _next.Count / 2;

    /// <summary>Number of ways through the decision.</summary>
    public int VectorCount { get; private set; }

    /// <summary>By condition id times two, plus one for the outcome true: the id of the next condition, -1 when the decision ends.</summary>
    public Span<int> Next => _next.Items;

    /// <summary>By the same: what the step adds to the index of the test vector.</summary>
    public ReadOnlySpan<int> Offsets => _offsets.Items;

    /// <summary>Makes room for the steps of a decision, all of which end it; <see cref="Next"/> is then filled.</summary>
    public void Start(int conditions)
    {
        _next.Fill(conditions * 2, -1);
        VectorCount = 0;
    }

    /// <summary>Numbers the ways.</summary>
    /// <returns>False when the conditions do not follow each other from the first one on without going back, or there are too many ways.</returns>
    public bool TryNumber()
    {
        if (!TryCountIncoming() || !TryWalk())
        {
            return false;
        }

        _ends.Sort(static (left, right) => left.Width != right.Width ? right.Width.CompareTo(left.Width) : left.Order.CompareTo(right.Order));
        long count = 0;
        foreach (var (width, _, edge) in _ends)
        {
            _offsets[edge] = (int)count;
            count += width;
            if (count > MaximumVectors)
            {
                return false;
            }
        }

        VectorCount = (int)count;
        return true;
    }

    private bool TryCountIncoming()
    {
        if (ConditionCount == 0)
        {
            return false;
        }

        _incoming.Fill(ConditionCount, 0);
        foreach (var next in _next.Items)
        {
            if (next == 0 || next < -1 || next >= ConditionCount)
            {
                return false;
            }

            if (next > 0)
            {
                _incoming[next]++;
            }
        }

        return true;
    }

    /// <summary>Visits conditions after all those that lead to them, and counts the ways to each.</summary>
    private bool TryWalk()
    {
        _offsets.Fill(_next.Count, 0);
        _widths.Fill(ConditionCount, 0);
        _ends.Clear();
        _queue.Clear();
        _queue.Add(0);
        _widths[0] = 1;
        for (var i = 0; i < _queue.Count; i++)
        {
            var id = _queue[i];
            for (var edge = id * 2; edge < (id * 2) + 2; edge++)
            {
                var next = _next[edge];
                if (next < 0)
                {
                    _ends.Add((_widths[id], _ends.Count, edge));
                    continue;
                }

                _offsets[edge] = _widths[next];
                _widths[next] += _widths[id];
                if (_widths[next] > MaximumVectors)
                {
                    return false;
                }

                if (--_incoming[next] == 0)
                {
                    _queue.Add(next);
                }
            }
        }

        return _queue.Count == ConditionCount;
    }
}
