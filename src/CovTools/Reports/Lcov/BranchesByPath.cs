using CovTools.Coverage;
using CovTools.Mapping;

namespace CovTools.Reports;

/// <summary>
/// BRDA lines of LLVM 21 and later: conditions are sorted by the places of the expansions that lead to them; those of equal paths (instantiations of a template, but also all
/// conditions of one macro) are added up.
/// </summary>
/// <param name="unifies">Equal paths are added up.</param>
internal sealed class BranchesByPath(bool unifies) : ILcovBranches
{
    private readonly List<LcovBranch> _branches = [];
    private readonly List<ulong> _path = [];
    private readonly List<Entry> _own = [];
    private readonly List<Entry> _expanded = [];
    private readonly ExpansionPaths _paths = new();
    private int _expandedCount;

    public void Clear()
    {
        _branches.Clear();
        _path.Clear();
        _own.Clear();
        _expanded.Clear();
        _expandedCount = 0;
    }

    public void Add(FunctionEvaluator function, int file, ViewRules rules)
    {
        var files = function.Function.Files;
        foreach (ref readonly var branch in function.Branches)
        {
            if (!branch.IsFolded && rules.IsInFileView(branch, files, file))
            {
                _path.Add(Place(branch.StartLine, branch.StartColumn));
                Add(_own, branch, _path.Count - 1, 1, _own.Count);
            }
        }

        if (function.Branches.IsEmpty || function.MainFileId < 0 || files[function.MainFileId] != file)
        {
            return;
        }

        _paths.Visit(function, function.MainFileId, (path, index) =>
        {
            ref readonly var branch = ref function.Branches[index];
            if (!branch.IsFolded)
            {
                var start = _path.Count;
                foreach (var place in path)
                {
                    _path.Add(place);
                }

                Add(_expanded, branch, start, path.Length, _expandedCount);
            }

            _expandedCount++;
        });
    }

    public void Write(Utf8Output output)
    {
        _own.AddRange(_expanded);
        _own.Sort(Compare);
        var (line, pair, index) = (0U, 0U, 0U);
        for (var i = 0; i < _own.Count;)
        {
            var first = _own[i];
            var branch = _branches[first.Branch];
            i++;
            for (; unifies && i < _own.Count && PathOf(_own[i]).SequenceEqual(PathOf(first)); i++)
            {
                var other = _branches[_own[i].Branch];
                branch = branch with { TrueCount = unchecked(branch.TrueCount + other.TrueCount), FalseCount = unchecked(branch.FalseCount + other.FalseCount) };
            }

            var place = (uint)(_path[first.Start] >> 32);
            if (place != line)
            {
                (line, pair, index) = (place, 0, 0);
            }

            branch.Write(output, line, pair++, index);
            index += 2;
        }
    }

    private static ulong Place(uint line, uint column) => ((ulong)line << 32) | column;

    private void Add(List<Entry> entries, in CountedBranch branch, int start, int length, int position)
    {
        entries.Add(new Entry(start, length, position, _branches.Count));
        _branches.Add(new LcovBranch(branch.StartLine, branch.StartColumn, branch.TrueCount, branch.FalseCount, IsFolded: false));
    }

    private int Compare(Entry left, Entry right)
    {
        var order = PathOf(left).SequenceCompareTo(PathOf(right));
        order = order != 0 ? order : left.Position.CompareTo(right.Position);
        // Of the file's own conditions and expanded ones at the same path and position, the own ones were there first.
        return order != 0 ? order : left.Branch.CompareTo(right.Branch);
    }

    private ReadOnlySpan<ulong> PathOf(in Entry entry) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_path).Slice(entry.Start, entry.Length);

    /// <param name="Start">First place of its path.</param>
    /// <param name="Length">Number of places.</param>
    /// <param name="Position">Its number among those of its kind.</param>
    /// <param name="Branch">Its counts.</param>
    private readonly record struct Entry(int Start, int Length, int Position, int Branch);
}
