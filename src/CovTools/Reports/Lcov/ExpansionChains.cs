namespace CovTools.Reports;

/// <summary>
/// Chains of expansions, each given by where it starts; equal chains are one. They are put in order without being spelled out, so that deep nesting costs no more than the
/// number of expansions.
/// </summary>
internal sealed class ExpansionChains
{
    /// <summary>What an outermost expansion is in.</summary>
    public const int None = -1;

    private readonly Dictionary<(int Outer, ulong Start), int> _numbers = [];
    private readonly List<(int Outer, ulong Start, ulong Root)> _chains = [];
    private readonly Stack<int> _pending = new();
    private int[] _ranks = [];

    public void Clear()
    {
        _numbers.Clear();
        _chains.Clear();
    }

    /// <summary>The number of the chain <paramref name="outer"/> with one more expansion, which starts at <paramref name="start"/> (line and column in one number).</summary>
    public int Add(int outer, ulong start)
    {
        if (!_numbers.TryGetValue((outer, start), out var number))
        {
            number = _chains.Count;
            _numbers.Add((outer, start), number);
            _chains.Add((outer, start, outer == None ? start : _chains[outer].Root));
        }

        return number;
    }

    /// <summary>Where the outermost expansion of a chain starts.</summary>
    public ulong RootOf(int chain) => _chains[chain].Root;

    /// <summary>Place of a chain among those with the same outermost expansion; 0 is that expansion alone. As of the last <see cref="Rank"/>.</summary>
    public int RankOf(int chain) => _ranks[chain];

    /// <summary>Puts the chains in order: a chain before those that go on from it, and these by their starts.</summary>
    public void Rank()
    {
        _ranks = new int[_chains.Count];
        var byOuter = Enumerable.Range(0, _chains.Count).ToArray();
        Array.Sort(byOuter, Compare);

        // Where the continuations of each chain are in that order; outermost expansions come before all.
        var first = new int[_chains.Count + 2];
        foreach (var chain in _chains)
        {
            first[chain.Outer + 2]++;
        }

        for (var i = 1; i < first.Length; i++)
        {
            first[i] += first[i - 1];
        }

        for (var i = 0; i < first[1]; i++)
        {
            RankFrom(byOuter[i], byOuter, first);
        }
    }

    private int Compare(int left, int right)
    {
        var order = _chains[left].Outer.CompareTo(_chains[right].Outer);
        return order != 0 ? order : _chains[left].Start.CompareTo(_chains[right].Start);
    }

    private void RankFrom(int outermost, int[] byOuter, int[] first)
    {
        var rank = 0;
        _pending.Push(outermost);
        while (_pending.TryPop(out var chain))
        {
            _ranks[chain] = rank++;
            for (var i = first[chain + 2] - 1; i >= first[chain + 1]; i--)
            {
                _pending.Push(byOuter[i]);
            }
        }
    }
}
