using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>Adds up one summary: instantiations into groups, groups into files, files into totals.</summary>
internal sealed class SummaryTally
{
    private readonly CoverageMapping _mapping;
    private readonly CompiledMapping _compiled;
    private readonly bool[] _hasTwin;
    private readonly bool[] _hasFileList;
    private readonly CoverageTotals[] _files;
    private readonly (FunctionTally Tally, Metric Instantiations)[] _groups;

    public SummaryTally(CoverageMapping mapping, CompiledMapping compiled)
    {
        _mapping = mapping;
        _compiled = compiled;
        _hasTwin = new bool[compiled.Twins];
        _hasFileList = new bool[compiled.FileLists.Length];
        _files = new CoverageTotals[mapping.Files.Count];
        _groups = new (FunctionTally, Metric)[compiled.SlotCount];
    }

    /// <summary>False for a function with the files and the name of one that was accepted before.</summary>
    public bool TryAccept(in FunctionShape shape)
    {
        if (shape.Twin >= 0)
        {
            if (_hasTwin[shape.Twin])
            {
                return false;
            }

            _hasTwin[shape.Twin] = true;
        }

        _hasFileList[shape.FileList] = true;
        return true;
    }

    public void Add(in FunctionShape shape, in FunctionTally tally)
    {
        if (shape.Group < 0)
        {
            return;
        }

        var group = _compiled.Groups[shape.Group];
        var instantiations = new Metric(tally.Executions != 0 ? 1 : 0, 1);
        if (group.Slot < 0)
        {
            _files[group.File] += tally.ToTotals(instantiations);
            return;
        }

        ref var slot = ref _groups[group.Slot];
        slot = slot.Instantiations.Total == 0 ? (tally, instantiations) : (slot.Tally.Merge(tally), slot.Instantiations + instantiations);
    }

    public CoverageSummary ToSummary(long mismatched, long unfit)
    {
        foreach (var group in _compiled.Groups)
        {
            if (group.Slot >= 0 && _groups[group.Slot] is { Instantiations.Total: > 0 } member)
            {
                _files[group.File] += member.Tally.ToTotals(member.Instantiations);
            }
        }

        var isListed = new bool[_files.Length];
        for (var list = 0; list < _hasFileList.Length; list++)
        {
            foreach (var file in _hasFileList[list] ? _compiled.FileLists[list] : [])
            {
                isListed[file] = true;
            }
        }

        var files = new List<FileSummary>();
        var totals = default(CoverageTotals);
        foreach (var file in _compiled.FileOrder)
        {
            if (isListed[file])
            {
                files.Add(new FileSummary(_mapping.Files[file], _files[file]));
                totals += _files[file];
            }
        }

        return new CoverageSummary(files, totals, mismatched, unfit);
    }
}
