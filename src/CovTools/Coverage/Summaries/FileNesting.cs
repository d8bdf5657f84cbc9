using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>Finds the file id that defines a function, and what is expanded from it.</summary>
internal sealed class FileNesting
{
    private const int None = -1;
    private const int Expanded = 1;
    private const int Reachable = 2;

    private readonly MappingBuffer<int> _state = new();
    private readonly List<(int From, int To)> _expansions = [];
    private readonly Stack<int> _pending = new();

    /// <summary>The smallest file id that no expansion leads to (findMainViewFileID in CoverageMapping.cpp); -1: there is none.</summary>
    public int MainFileId { get; private set; }

    public bool IsReachable(int fileId) => (_state[fileId] & Reachable) != 0;

    public void Find(FunctionMapping function)
    {
        _state.Fill(function.Files.Length, 0);
        _expansions.Clear();
        foreach (ref readonly var region in function.Regions)
        {
            if (region.Kind == RegionKind.Expansion)
            {
                _state[region.ExpandedFileId] |= Expanded;
                _expansions.Add((region.FileId, region.ExpandedFileId));
            }
        }

        MainFileId = _state.Items.IndexOf(0);
        if (MainFileId != None)
        {
            MarkReachable();
        }
    }

    private void MarkReachable()
    {
        _expansions.Sort();
        _pending.Push(MainFileId);
        while (_pending.TryPop(out var file))
        {
            if ((_state[file] & Reachable) != 0)
            {
                continue;
            }

            _state[file] |= Reachable;
            var first = _expansions.BinarySearch((file, None));
            for (var i = ~first; i < _expansions.Count && _expansions[i].From == file; i++)
            {
                _pending.Push(_expansions[i].To);
            }
        }
    }
}
