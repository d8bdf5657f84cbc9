using System.Runtime.InteropServices;
using CovTools.Coverage;
using CovTools.Mapping;

namespace CovTools.Reports;

/// <summary>Finds the line of each condition of some functions. Takes time linear in regions and conditions, however expansions nest or even repeat in a damaged mapping.</summary>
internal sealed class LineBranchCollector
{
    private const int NotReached = -1;
    private const int MainFile = 0;

    // Chains of expansions: 0 is the file itself, the others have their outermost expansion's place.
    private readonly Dictionary<(PlaceInChain Place, int Occurrence), int> _chains = [];
    private readonly List<ulong> _outermost = [0];
    private readonly Dictionary<(PlaceInChain Place, int Occurrence), int> _indexes = [];
    private readonly List<(ulong Place, LineCondition Condition)> _conditions = [];

    // Of the current function: how often a place occurred. What an argument of a macro holds is there once for each use of the argument.
    private readonly Dictionary<PlaceInChain, int> _expansions = [];
    private readonly Dictionary<PlaceInChain, int> _branches = [];

    // Of the current function, by file id: its chain, and the first of its expansions, each of which knows the next one.
    private readonly List<int> _chainOf = [];
    private readonly List<int> _firstExpansion = [];
    private readonly List<int> _nextExpansion = [];
    private readonly Queue<int> _reached = new();

    /// <summary>Adds a function of the file.</summary>
    public void Add(FunctionCoverage function)
    {
        if (function.Branches.Count == 0 || (uint)function.MainFileId >= (uint)function.Files.Count)
        {
            return;
        }

        _expansions.Clear();
        _branches.Clear();
        FindChains(function);
        foreach (var branch in function.Branches)
        {
            if (!branch.IsFolded && (uint)branch.FileId < (uint)_chainOf.Count && _chainOf[branch.FileId] != NotReached)
            {
                Add(branch, _chainOf[branch.FileId]);
            }
        }
    }

    /// <summary>Lines and conditions by line, then column, then in the order in which they were added.</summary>
    public (uint[] Lines, LineCondition[] Conditions) ToSorted()
    {
        var sorted = _conditions.OrderBy(static item => item.Place).ToArray();
        return (Array.ConvertAll(sorted, static item => (uint)(item.Place >> 32)), Array.ConvertAll(sorted, static item => item.Condition));
    }

    private void Add(in CountedBranch branch, int chain)
    {
        var place = new PlaceInChain(chain, Place(branch.StartLine, branch.StartColumn), Place(branch.EndLine, branch.EndColumn));
        var condition = new LineCondition(branch.IsTrueFolded ? null : branch.TrueCount, branch.IsFalseFolded ? null : branch.FalseCount);
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexes, (place, NextOccurrence(_branches, place)), out var isKnown);
        if (isKnown)
        {
            var (where, known) = _conditions[index];
            _conditions[index] = (where, known.Add(condition));
            return;
        }

        index = _conditions.Count;
        _conditions.Add((chain == MainFile ? place.Start : _outermost[chain], condition));
    }

    private void FindChains(FunctionCoverage function)
    {
        ListExpansions(function);
        _chainOf[function.MainFileId] = MainFile;
        _reached.Enqueue(function.MainFileId);
        while (_reached.TryDequeue(out var file))
        {
            for (var i = _firstExpansion[file]; i != NotReached; i = _nextExpansion[i])
            {
                var region = function.Regions[i];
                if (_chainOf[region.ExpandedFileId] == NotReached)
                {
                    _chainOf[region.ExpandedFileId] = ChainOf(_chainOf[file], region);
                    _reached.Enqueue(region.ExpandedFileId);
                }
            }
        }
    }

    private void ListExpansions(FunctionCoverage function)
    {
        CollectionsMarshal.SetCount(_chainOf, function.Files.Count);
        CollectionsMarshal.AsSpan(_chainOf).Fill(NotReached);
        CollectionsMarshal.SetCount(_firstExpansion, function.Files.Count);
        CollectionsMarshal.AsSpan(_firstExpansion).Fill(NotReached);
        CollectionsMarshal.SetCount(_nextExpansion, function.Regions.Count);
        for (var i = function.Regions.Count - 1; i >= 0; i--)
        {
            var region = function.Regions[i];
            if (region.Kind == RegionKind.Expansion && (uint)region.FileId < (uint)function.Files.Count && (uint)region.ExpandedFileId < (uint)function.Files.Count)
            {
                _nextExpansion[i] = _firstExpansion[region.FileId];
                _firstExpansion[region.FileId] = i;
            }
        }
    }

    private int ChainOf(int outer, in CountedRegion expansion)
    {
        var place = new PlaceInChain(outer, Place(expansion.StartLine, expansion.StartColumn), Place(expansion.EndLine, expansion.EndColumn));
        ref var chain = ref CollectionsMarshal.GetValueRefOrAddDefault(_chains, (place, NextOccurrence(_expansions, place)), out var isKnown);
        if (!isKnown)
        {
            chain = _outermost.Count;
            _outermost.Add(outer == MainFile ? place.Start : _outermost[outer]);
        }

        return chain;
    }

    private static int NextOccurrence(Dictionary<PlaceInChain, int> occurrences, PlaceInChain place) =>
        CollectionsMarshal.GetValueRefOrAddDefault(occurrences, place, out _)++;

    private static ulong Place(uint line, uint column) => ((ulong)line << 32) | column;

    /// <summary>A range in a file, or in an expansion.</summary>
    private readonly record struct PlaceInChain(int Chain, ulong Start, ulong End);
}
