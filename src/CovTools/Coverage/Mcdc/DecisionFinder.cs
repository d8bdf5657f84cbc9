using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>
/// Finds the decisions of a function and the conditions of each, through macro expansions (MCDCDecisionRecorder in
/// llvm/ProfileData/Coverage/CoverageMapping.cpp). Reusable, not safe for concurrent use.
/// </summary>
internal sealed class DecisionFinder(bool isDepthFirst)
{
    /// <summary>Decisions nest a few levels deep; a mapping that opens more is damaged.</summary>
    private const int MaximumOpen = 4096;
    private const int Expanded = 1;
    private const int Visited = 2;

    private readonly List<OpenDecision> _open = [];
    private readonly List<FoundDecision> _decisions = [];
    private readonly List<int> _conditions = [];
    private readonly MappingBuffer<int> _fileStarts = new();
    private readonly MappingBuffer<int> _fileStates = new();
    private readonly Stack<(int Next, int End)> _pending = new();

    /// <summary>The decisions in the order in which they became complete. Those that never do are left out, as LLVM does.</summary>
    public IReadOnlyList<FoundDecision> Decisions => _decisions;

    /// <summary>Indices of the regions of a decision's conditions, by position.</summary>
    public ReadOnlySpan<int> ConditionsOf(FoundDecision decision) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_conditions).Slice(decision.First, decision.Count);

    /// <summary>Finds the decisions.</summary>
    /// <returns>False when more decisions wait for conditions than any source has.</returns>
    public bool TryFind(FunctionMapping function)
    {
        _open.Clear();
        _decisions.Clear();
        _conditions.Clear();
        if (!HasDecisions(function))
        {
            return true;
        }

        return isDepthFirst ? VisitByExpansion(function) : VisitRange(function, 0, function.Regions.Length);
    }

    private static bool HasDecisions(FunctionMapping function)
    {
        foreach (ref readonly var region in function.Regions)
        {
            if (region.Kind == RegionKind.McdcDecision)
            {
                return true;
            }
        }

        return false;
    }

    private bool VisitRange(FunctionMapping function, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (!Visit(i, function.Regions[i]))
            {
                return false;
            }
        }

        return true;
    }

    private bool Visit(int index, in MappingRegion region)
    {
        switch (region.Kind)
        {
            case RegionKind.McdcDecision:
                _open.Add(new OpenDecision(index, region));
                return _open.Count <= MaximumOpen;
            case RegionKind.Expansion:
                AddExpansion(region);
                return true;
            case RegionKind.McdcBranch:
                AddCondition(index, region);
                return true;
            default:
                return true;
        }
    }

    private void AddExpansion(in MappingRegion region)
    {
        for (var i = 0; i < _open.Count; i++)
        {
            if (_open[Candidate(i)].TryAddExpansion(region))
            {
                return;
            }
        }
    }

    private void AddCondition(int index, in MappingRegion region)
    {
        for (var i = 0; i < _open.Count; i++)
        {
            var decision = _open[Candidate(i)];
            if (!decision.TryAddCondition(index, region))
            {
                continue;
            }

            if (decision.IsComplete)
            {
                _decisions.Add(new FoundDecision(decision.Region, _conditions.Count, decision.Conditions.Count));
                _conditions.AddRange(decision.Conditions);
                _open.RemoveAt(Candidate(i));
            }

            return;
        }
    }

    /// <summary>Index of the open decision that is asked as number <paramref name="attempt"/>.</summary>
    private int Candidate(int attempt) => isDepthFirst ? _open.Count - 1 - attempt : attempt;

    /// <summary>Visits file ids that nothing expands first, then what no expansion led to (which only a damaged mapping has).</summary>
    private bool VisitByExpansion(FunctionMapping function)
    {
        var regions = function.Regions;
        var files = function.Files.Length;
        _fileStates.Fill(files, 0);
        _fileStarts.Fill(files + 1, regions.Length);
        for (var i = regions.Length - 1; i >= 0; i--)
        {
            _fileStarts[regions[i].FileId] = i;
            if (regions[i].Kind == RegionKind.Expansion)
            {
                _fileStates[regions[i].ExpandedFileId] = Expanded;
            }
        }

        // A file id without regions starts where the next one does.
        for (var file = files - 1; file >= 0; file--)
        {
            _fileStarts[file] = Math.Min(_fileStarts[file], _fileStarts[file + 1]);
        }

        for (var state = 0; state <= Expanded; state++)
        {
            for (var file = 0; file < files; file++)
            {
                if (_fileStates[file] == state && !VisitFile(file, regions))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool VisitFile(int file, ReadOnlySpan<MappingRegion> regions)
    {
        _pending.Clear();
        Enter(file);
        while (_pending.TryPop(out var range))
        {
            for (var i = range.Next; i < range.End; i++)
            {
                if (!Visit(i, regions[i]))
                {
                    return false;
                }

                if (regions[i].Kind == RegionKind.Expansion && _fileStates[regions[i].ExpandedFileId] != Visited)
                {
                    _pending.Push((i + 1, range.End));
                    Enter(regions[i].ExpandedFileId);
                    break;
                }
            }
        }

        return true;
    }

    private void Enter(int file)
    {
        _fileStates[file] = Visited;
        _pending.Push((_fileStarts[file], _fileStarts[file + 1]));
    }
}
