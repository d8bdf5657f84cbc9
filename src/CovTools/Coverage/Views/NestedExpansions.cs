using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>
/// Finds what is expanded inside of expansions of one function, in the order in which LLVM visits it: nested expansions before own conditions (collectNestedBranches in
/// CoverageExporterJson.cpp and CoverageExporterLcov.cpp). Reusable, not safe for concurrent use.
/// </summary>
internal sealed class NestedExpansions
{
    private readonly FileIdIndex _expansions = new();
    private readonly FileIdIndex _branches = new();
    private readonly MappingBuffer<int> _fileIds = new();
    private readonly MappingBuffer<int> _lastVisit = new();
    private readonly Stack<(int FileId, int Next)> _open = new();
    private int _visit;

    /// <summary>Takes a function that has been evaluated; it must not change while its expansions are visited.</summary>
    public void Start(FunctionEvaluator function)
    {
        var files = function.Function.Files.Length;
        _lastVisit.Fill(files, 0);
        _visit = 0;
        _fileIds.Clear();
        foreach (ref readonly var region in function.Regions)
        {
            _fileIds.Add(region.Kind == RegionKind.Expansion ? region.FileId : -1);
        }

        _expansions.Build(_fileIds.Items, files);
        _fileIds.Clear();
        foreach (ref readonly var branch in function.Branches)
        {
            _fileIds.Add(branch.FileId);
        }

        _branches.Build(_fileIds.Items, files);
    }

    /// <summary>Visits what the expansion to <paramref name="fileId"/> leads to.</summary>
    /// <param name="function">The function that was taken.</param>
    /// <param name="fileId">What is expanded.</param>
    /// <param name="branches">Gets indices of the function's conditions.</param>
    public void CollectBranches(FunctionEvaluator function, int fileId, MappingBuffer<int> branches)
    {
        _visit++;
        Open(fileId);
        while (_open.TryPop(out var current))
        {
            var nested = _expansions[current.FileId];
            if (current.Next < nested.Length)
            {
                _open.Push(current with { Next = current.Next + 1 });
                Open(function.Regions[nested[current.Next]].ExpandedFileId);
                continue;
            }

            foreach (var branch in _branches[current.FileId])
            {
                branches.Add(branch);
            }
        }
    }

    /// <summary>Visits all expansions of a file id. A file id that is met again is passed over: only damaged mappings have such.</summary>
    /// <param name="function">The function that was taken.</param>
    /// <param name="fileId">Whose expansions are visited; its own conditions are not.</param>
    /// <param name="enter">Called with the index of each expansion's region before what it expands.</param>
    /// <param name="leave">Called behind what it expands.</param>
    /// <param name="visit">Called with the index of each condition.</param>
    public void Visit(FunctionEvaluator function, int fileId, Action<int> enter, Action leave, Action<int> visit)
    {
        _visit++;
        Open(fileId);
        while (_open.TryPop(out var current))
        {
            var nested = _expansions[current.FileId];
            if (current.Next < nested.Length)
            {
                _open.Push(current with { Next = current.Next + 1 });
                if (Open(function.Regions[nested[current.Next]].ExpandedFileId))
                {
                    enter(nested[current.Next]);
                }

                continue;
            }

            if (_open.Count == 0)
            {
                return;
            }

            foreach (var branch in _branches[current.FileId])
            {
                visit(branch);
            }

            leave();
        }
    }

    private bool Open(int fileId)
    {
        if (_lastVisit[fileId] == _visit)
        {
            return false;
        }

        _lastVisit[fileId] = _visit;
        _open.Push((fileId, 0));
        return true;
    }
}
