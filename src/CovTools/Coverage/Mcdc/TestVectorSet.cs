using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>
/// Test vectors of a decision as sets of conditions, and what they show (MCDCRecordProcessor in llvm/ProfileData/Coverage/CoverageMapping.cpp).
/// Reusable, not safe for concurrent use.
/// </summary>
internal sealed class TestVectorSet
{
    /// <summary>Memory and work are bounded even if a damaged profile says that all of a million test vectors ran.</summary>
    private const int MaximumExecuted = 1 << 16;
    private const int MaximumWords = 1 << 22;

    private readonly MappingBuffer<ulong> _words = new();
    private readonly List<(bool Result, long Order)> _vectors = [];
    private readonly List<int> _sorted = [];
    private readonly MappingBuffer<ulong> _current = new();
    private readonly List<(int Id, int Offset, int Outcome)> _path = [];
    private readonly MappingBuffer<(int First, int Second)> _pairs = new();
    private int _conditions;
    private int _wordsPerSet;

    /// <summary>Number of vectors.</summary>
    public int Count => _vectors.Count;

    /// <summary>Number of conditions that have an independence pair.</summary>
    public int PairCount { get; private set; }

    /// <summary>Finds the vectors that were executed, or those that were not.</summary>
    /// <param name="diagram">The decision, numbered.</param>
    /// <param name="positions">By condition id: its position in the vectors.</param>
    /// <param name="bits">Which vectors were executed.</param>
    /// <param name="executed">Which ones are wanted.</param>
    /// <param name="order">Their order.</param>
    /// <returns>False when there are more than any program executes.</returns>
    public bool TryFind(DecisionDiagram diagram, ReadOnlySpan<int> positions, DecisionBits bits, bool executed, McdcVectorOrder order)
    {
        _conditions = diagram.ConditionCount;
        _wordsPerSet = (_conditions + 63) / 64;
        _words.Clear();
        _vectors.Clear();
        _sorted.Clear();
        PairCount = 0;
        _pairs.Fill(_conditions, default);
        if ((executed && bits.IsEmpty) || Walk(diagram, positions, bits, executed, order))
        {
            Sort(order);
            return true;
        }

        return false;
    }

    /// <summary>What a vector comes to.</summary>
    /// <param name="vector">0 … <see cref="Count"/>-1, in order.</param>
    public bool ResultOf(int vector) => _vectors[_sorted[vector]].Result;

    /// <summary>The value of a condition; null when it is not evaluated.</summary>
    /// <param name="vector">0 … <see cref="Count"/>-1, in order.</param>
    /// <param name="position">Position of the condition.</param>
    public bool? ValueOf(int vector, int position)
    {
        var start = _sorted[vector] * _wordsPerSet * 2;
        var (word, bit) = (position / 64, position % 64);
        return (_words[start + _wordsPerSet + word] >> bit & 1) == 0 ? null : (_words[start + word] >> bit & 1) != 0;
    }

    /// <summary>Numbers, from 1, of the independence pair of a condition; (0, 0) when it has none.</summary>
    public (int First, int Second) PairOf(int position) => _pairs[position];

    /// <summary>Finds, for each condition, the first two vectors of different results that differ in it only.</summary>
    public void FindPairs(McdcVectorOrder order)
    {
        var firstTrue = _sorted.FindIndex(vector => _vectors[vector].Result);
        if (firstTrue < 0)
        {
            return;
        }

        if (order == McdcVectorOrder.TrueConditions)
        {
            for (var first = 0; first < Count && PairCount < _conditions; first++)
            {
                for (var second = first + 1; second < Count; second++)
                {
                    AddPair(first, second);
                }
            }

            return;
        }

        for (var second = firstTrue; second < Count && PairCount < _conditions; second++)
        {
            for (var first = 0; first < firstTrue; first++)
            {
                AddPair(first, second);
            }
        }
    }

    private void AddPair(int first, int second)
    {
        if (ResultOf(first) != ResultOf(second) && OnlyDifference(_sorted[first], _sorted[second]) is var position and >= 0 && _pairs[position].First == 0)
        {
            _pairs[position] = (first + 1, second + 1);
            PairCount++;
        }
    }

    /// <summary>The only condition that both vectors evaluate to different values; -1 when there are none or several.</summary>
    private int OnlyDifference(int left, int right)
    {
        var words = _words.Items;
        var (leftStart, rightStart) = (left * _wordsPerSet * 2, right * _wordsPerSet * 2);
        var position = -1;
        for (var word = 0; word < _wordsPerSet; word++)
        {
            var evaluated = words[leftStart + _wordsPerSet + word] & words[rightStart + _wordsPerSet + word];
            var difference = (words[leftStart + word] ^ words[rightStart + word]) & evaluated;
            if (difference == 0)
            {
                continue;
            }

            if (position >= 0 || !ulong.IsPow2(difference))
            {
                return -1;
            }

            position = (word * 64) + System.Numerics.BitOperations.TrailingZeroCount(difference);
        }

        return position;
    }

    /// <summary>Takes every way through the decision, false outcomes first, without recursion: the way can be 32,767 conditions long.</summary>
    private bool Walk(DecisionDiagram diagram, ReadOnlySpan<int> positions, DecisionBits bits, bool executed, McdcVectorOrder order)
    {
        var next = diagram.Next;
        var offsets = diagram.Offsets;
        _current.Fill(_wordsPerSet * 2, 0);
        _path.Clear();
        _path.Add((0, 0, 0));
        var mask = 0U;
        while (_path.Count > 0)
        {
            var (id, offset, outcome) = _path[^1];
            var (word, bit) = (positions[id] / 64, 1UL << (positions[id] % 64));
            var idBit = id < 32 ? 1U << id : 0;
            if (outcome == 2)
            {
                _path.RemoveAt(_path.Count - 1);
                _current[word] &= ~bit;
                _current[_wordsPerSet + word] &= ~bit;
                mask &= ~idBit;
                continue;
            }

            _path[^1] = (id, offset, outcome + 1);
            _current[_wordsPerSet + word] |= bit;
            if (outcome == 1)
            {
                _current[word] |= bit;
                mask |= idBit;
            }

            var edge = (id * 2) + outcome;
            var reached = offset + offsets[edge];
            if (next[edge] >= 0)
            {
                _path.Add((next[edge], reached, 0));
            }
            else if (bits.Has(reached, mask) == executed && !TryAdd(outcome == 1, order switch
            {
                McdcVectorOrder.TrueConditions => mask,
                McdcVectorOrder.Walk => _vectors.Count,
                _ => reached,
            }))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryAdd(bool result, long order)
    {
        if (_vectors.Count == MaximumExecuted || _words.Count + (_wordsPerSet * 2) > MaximumWords)
        {
            return false;
        }

        _sorted.Add(_vectors.Count);
        _vectors.Add((result, order));
        foreach (var word in _current.Items)
        {
            _words.Add(word);
        }

        return true;
    }

    private void Sort(McdcVectorOrder order) => _sorted.Sort((left, right) =>
    {
        var (leftResult, leftOrder) = _vectors[left];
        var (rightResult, rightOrder) = _vectors[right];
        var byResult = order == McdcVectorOrder.TrueConditions ? 0 : leftResult.CompareTo(rightResult);
        return byResult != 0 ? byResult : leftOrder != rightOrder ? leftOrder.CompareTo(rightOrder) : left.CompareTo(right);
    });
}
