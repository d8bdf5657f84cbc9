namespace CovTools.Coverage;

/// <summary>
/// Adds up one summary: instantiations into groups, groups into files, files into totals. Parts that threads made are joined; the result does not depend on
/// how functions were shared out.
/// </summary>
internal sealed class SummaryTally
{
    private readonly CompiledMapping _compiled;
    private readonly bool[] _hasFileList;
    private readonly CoverageTotals[] _files;
    private readonly (FunctionTally Tally, Metric Instantiations)[] _groups;
    private readonly List<(int Function, FunctionTally Tally)> _twins = [];

    public SummaryTally(CompiledMapping compiled)
    {
        _compiled = compiled;
        _hasFileList = new bool[compiled.FileLists.Length];
        _files = new CoverageTotals[compiled.Files.Length];
        _groups = new (FunctionTally, Metric)[compiled.SlotCount];
    }

    /// <summary>Functions left out because the profile knows another version of them only.</summary>
    public long Mismatched { get; set; }

    /// <summary>Functions left out because the profile has fewer counters or bits for them than their mapping uses.</summary>
    public long Unfit { get; set; }

    /// <summary>Adds a function that is not left out. Of those with the same files and name the first one counts, which is found at the end.</summary>
    public void Add(int function, in FunctionTally tally)
    {
        if (_compiled.Shapes[function].Twin >= 0)
        {
            _twins.Add((function, tally));
        }
        else
        {
            Accept(_compiled.Shapes[function], tally);
        }
    }

    /// <summary>Adds what another thread added up.</summary>
    public void Add(SummaryTally other)
    {
        Mismatched += other.Mismatched;
        Unfit += other.Unfit;
        _twins.AddRange(other._twins);
        for (var i = 0; i < _hasFileList.Length; i++)
        {
            _hasFileList[i] |= other._hasFileList[i];
        }

        for (var i = 0; i < _files.Length; i++)
        {
            _files[i] += other._files[i];
        }

        for (var i = 0; i < _groups.Length; i++)
        {
            if (other._groups[i].Instantiations.Total > 0)
            {
                Merge(i, other._groups[i].Tally, other._groups[i].Instantiations);
            }
        }
    }

    public CoverageSummary ToSummary()
    {
        AcceptTwins();
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
                files.Add(new FileSummary(_compiled.Files[file], _files[file]));
                totals += _files[file];
            }
        }

        return new CoverageSummary(files, totals, Mismatched, Unfit);
    }

    private void AcceptTwins()
    {
        var hasTwin = new bool[_compiled.Twins];
        _twins.Sort(static (left, right) => left.Function.CompareTo(right.Function));
        foreach (var (function, tally) in _twins)
        {
            ref readonly var shape = ref _compiled.Shapes[function];
            if (!hasTwin[shape.Twin])
            {
                hasTwin[shape.Twin] = true;
                Accept(shape, tally);
            }
        }
    }

    private void Accept(in FunctionShape shape, in FunctionTally tally)
    {
        _hasFileList[shape.FileList] = true;
        if (shape.Group < 0)
        {
            return;
        }

        var group = _compiled.Groups[shape.Group];
        var instantiations = new Metric(tally.Executions != 0 ? 1 : 0, 1);
        if (group.Slot < 0)
        {
            _files[group.File] += tally.ToTotals(instantiations);
        }
        else
        {
            Merge(group.Slot, tally, instantiations);
        }
    }

    private void Merge(int slot, in FunctionTally tally, Metric instantiations)
    {
        ref var group = ref _groups[slot];
        group = group.Instantiations.Total == 0 ? (tally, instantiations) : (group.Tally.Merge(tally), group.Instantiations + instantiations);
    }
}
