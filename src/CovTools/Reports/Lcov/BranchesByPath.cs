using System.Runtime.InteropServices;
using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>
/// BRDA lines of LLVM 21 and later: conditions are sorted by the places of the expansions that lead to them; those of equal paths (instantiations of a template, but also all
/// conditions of one macro) are added up. A condition outside of expansions has its own place for a path.
/// </summary>
/// <param name="unifies">Equal paths are added up.</param>
internal sealed class BranchesByPath(bool unifies) : ILcovBranches
{
    private readonly List<Entry> _own = [];
    private readonly List<Entry> _expanded = [];
    private readonly NestedExpansions _nested = new();
    private readonly ExpansionChains _chains = new();
    private readonly Stack<int> _open = new();
    private int _expandedCount;

    public void Clear()
    {
        _own.Clear();
        _expanded.Clear();
        _chains.Clear();
        _expandedCount = 0;
    }

    public void Add(FunctionEvaluator function, int file, ViewRules rules)
    {
        var files = function.Function.Files;
        foreach (ref readonly var branch in function.Branches)
        {
            if (!branch.IsFolded && rules.IsInFileView(branch, files, file))
            {
                _own.Add(new Entry(Place(branch.StartLine, branch.StartColumn), 0, _own.Count, branch.TrueCount, branch.FalseCount));
            }
        }

        if (!function.Branches.IsEmpty && function.MainFileId >= 0 && files[function.MainFileId] == file)
        {
            _nested.Start(function);
            _nested.Visit(function, function.MainFileId, region => Enter(function.Regions[region]), () => _open.Pop(), branch => AddExpanded(function.Branches[branch]));
        }
    }

    public void Write(Utf8Output output)
    {
        _chains.Rank();
        foreach (var entry in _expanded)
        {
            _own.Add(entry with { Root = _chains.RootOf(entry.Chain), Chain = _chains.RankOf(entry.Chain) });
        }

        // The file's own conditions are before expanded ones of the same path and position.
        var entries = CollectionsMarshal.AsSpan(_own);
        entries.Sort(static (left, right) => left.CompareTo(right));
        var (line, pair) = (0U, 0U);
        for (var i = 0; i < entries.Length;)
        {
            var sum = entries[i++];
            for (; unifies && i < entries.Length && entries[i].Root == sum.Root && entries[i].Chain == sum.Chain; i++)
            {
                sum = sum with { TrueCount = unchecked(sum.TrueCount + entries[i].TrueCount), FalseCount = unchecked(sum.FalseCount + entries[i].FalseCount) };
            }

            (line, pair) = sum.Line == line ? (line, pair) : (sum.Line, 0);
            new LcovBranch(line, 0, sum.TrueCount, sum.FalseCount, IsFolded: false).Write(output, line, pair, pair * 2);
            pair++;
            output.PassOn();
        }
    }

    private static ulong Place(uint line, uint column) => ((ulong)line << 32) | column;

    private void Enter(in CountedRegion expansion) =>
        _open.Push(_chains.Add(_open.TryPeek(out var outer) ? outer : ExpansionChains.None, Place(expansion.StartLine, expansion.StartColumn)));

    private void AddExpanded(in CountedBranch branch)
    {
        if (!branch.IsFolded)
        {
            _expanded.Add(new Entry(0, _open.Peek(), _expandedCount, branch.TrueCount, branch.FalseCount) { IsExpanded = true });
        }

        _expandedCount++;
    }

    /// <param name="Root">First place of the path.</param>
    /// <param name="Chain">Number of the chain of expansions, then its rank among those with the same first place.</param>
    /// <param name="Position">Number among those of its kind.</param>
    /// <param name="TrueCount">How often it was true.</param>
    /// <param name="FalseCount">How often it was false.</param>
    private readonly record struct Entry(ulong Root, int Chain, int Position, ulong TrueCount, ulong FalseCount)
    {
        public bool IsExpanded { get; init; }

        public uint Line => (uint)(Root >> 32);

        public int CompareTo(in Entry other)
        {
            var order = Root.CompareTo(other.Root);
            order = order != 0 ? order : Chain.CompareTo(other.Chain);
            order = order != 0 ? order : Position.CompareTo(other.Position);
            return order != 0 ? order : IsExpanded.CompareTo(other.IsExpanded);
        }
    }
}
