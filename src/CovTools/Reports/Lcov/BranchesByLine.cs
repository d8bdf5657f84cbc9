using CovTools.Coverage;
using CovTools.Mapping;

namespace CovTools.Reports;

/// <summary>
/// BRDA lines up to LLVM 20: conditions of the file's own text, then those of expansions with the line of the outermost one, sorted by line and column. The C++ library's sort
/// decides the order of equal ones.
/// </summary>
internal sealed class BranchesByLine : ILcovBranches
{
    private readonly List<LcovBranch> _own = [];
    private readonly List<LcovBranch> _expanded = [];
    private readonly NestedExpansions _nested = new();
    private readonly MappingBuffer<int> _indices = new();

    public void Clear()
    {
        _own.Clear();
        _expanded.Clear();
    }

    public void Add(FunctionEvaluator function, int file, ViewRules rules)
    {
        var files = function.Function.Files;
        foreach (ref readonly var branch in function.Branches)
        {
            if (rules.IsInFileView(branch, files, file))
            {
                _own.Add(Of(branch, branch.StartLine));
            }
        }

        if (function.Branches.IsEmpty || function.MainFileId < 0 || files[function.MainFileId] != file)
        {
            return;
        }

        var isStarted = false;
        foreach (ref readonly var region in function.Regions)
        {
            if (region.Kind != RegionKind.Expansion || region.FileId != function.MainFileId)
            {
                continue;
            }

            if (!isStarted)
            {
                _nested.Start(function);
                isStarted = true;
            }

            _indices.Clear();
            _nested.CollectBranches(function, region.ExpandedFileId, _indices);
            foreach (var index in _indices.Items)
            {
                _expanded.Add(Of(function.Branches[index], region.StartLine));
            }
        }
    }

    public void Write(Utf8Output output)
    {
        _own.AddRange(_expanded);
        var branches = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_own);
        CppSort.Sort(branches, static (in LcovBranch left, in LcovBranch right) => left.Line != right.Line ? left.Line < right.Line : left.Column < right.Column);
        var (line, pair, index) = (0U, 0U, 0U);
        foreach (ref readonly var branch in branches)
        {
            if (branch.IsFolded)
            {
                continue;
            }

            if (branch.Line != line)
            {
                (line, pair, index) = (branch.Line, 0, 0);
            }

            branch.Write(output, line, pair++, index);
            index += 2;
            output.PassOn();
        }
    }

    private static LcovBranch Of(in CountedBranch branch, uint line) => new(line, branch.StartColumn, branch.TrueCount, branch.FalseCount, branch.IsFolded);
}
