using System.Collections.Immutable;
using CovTools.Mapping;
using CovTools.Profiles;

namespace CovTools.Coverage;

/// <summary>
/// A mapping with the counts of a profile (CoverageMapping of LLVM). Views are computed when they are asked for, so that memory depends on the largest view, not on the
/// number of functions. Immutable and safe for concurrent use, as long as the profile is.
/// </summary>
public sealed class CoverageReport
{
    private readonly CoverageMapping _mapping;
    private readonly ICounterSource _profile;
    private readonly CompiledMapping _compiled;
    private readonly FunctionFate[] _fates;
    private readonly FileIndex _index;
    private readonly int[] _files;

    private CoverageReport(CoverageMapping mapping, ICounterSource profile, CoverageOptions options, CancellationToken cancellation)
    {
        _mapping = mapping;
        _profile = profile;
        Options = options;
        (_compiled, _fates, var summary) = EvaluatedMapping.Create(mapping, profile, options.Release, cancellation);
        _index = new FileIndex(_compiled, _fates);
        _files = [.. _compiled.FileOrder.Where(file => !_index.FunctionsOf(file).IsEmpty && (options.IsReported is null || options.IsReported(mapping.Files[file])))];
        Files = [.. _files.Select(file => mapping.Files[file])];
        Summary = options.IsReported is null ? summary : summary.Within(options.IsReported);
        Mismatches = new MismatchFinder(mapping, _compiled, profile).Find(_fates);
    }

    /// <summary>How it was computed.</summary>
    public CoverageOptions Options { get; }

    /// <summary>Files that have a part in a function and that the options report, sorted by the bytes of their paths.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The numbers of <see cref="Files"/>, in their order, and their totals.</summary>
    public CoverageSummary Summary { get; }

    /// <summary>Functions that were left out because profile and mapping do not fit together, in the order of the mapping.</summary>
    public IReadOnlyList<CoverageMismatch> Mismatches { get; }

    /// <summary>The mapping.</summary>
    internal CoverageMapping Mapping => _mapping;

    /// <summary>Indices of <see cref="Files"/> in the mapping.</summary>
    internal ReadOnlySpan<int> FileIndices => _files;

    /// <summary>Which functions have a part in which file of the mapping.</summary>
    internal FileIndex Index => _index;

    /// <summary>What became of the mapping's functions.</summary>
    internal ReadOnlySpan<FunctionFate> Fates => _fates;

    /// <summary>Combines <paramref name="mapping"/> with <paramref name="profile"/>.</summary>
    /// <param name="mapping">The mapping of all binaries.</param>
    /// <param name="profile">The counters; they must not change while the report is used.</param>
    /// <param name="options">Release and files; null: the newest release, all files.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static CoverageReport Create(CoverageMapping mapping, ICounterSource profile, CoverageOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        ArgumentNullException.ThrowIfNull(profile);
        return new CoverageReport(mapping, profile, options ?? new CoverageOptions(), cancellation);
    }

    /// <summary>What is covered in a file, over all functions that have a part in it (CoverageMapping::getCoverageForFile).</summary>
    /// <param name="file">Index into <see cref="Files"/>.</param>
    public CoverageData CoverageOfFile(int file) => NewViews().OfFile(_files[file]);

    /// <summary>What is covered in the main file of a function (CoverageMapping::getCoverageForFunction).</summary>
    /// <param name="function">One of this report.</param>
    public CoverageData CoverageOfFunction(FunctionCoverage function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return NewViews().OfFileId(function, function.MainFileId, withDecisions: true);
    }

    /// <summary>What is covered in an expansion (CoverageMapping::getCoverageForExpansion).</summary>
    /// <param name="expansion">One of a view of this report.</param>
    public CoverageData CoverageOfExpansion(ExpansionCoverage expansion)
    {
        ArgumentNullException.ThrowIfNull(expansion);
        return NewViews().OfFileId(expansion.Function, expansion.FileId, withDecisions: false);
    }

    /// <summary>The lines of a view, from the first segment's to the last one's (getLineCoverageStats).</summary>
    /// <param name="view">One of this report.</param>
    /// <returns>Each line when it is asked for: a view can have many more lines than segments.</returns>
    public IEnumerable<LineCoverage> Lines(CoverageData view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return LineReader.ReadAll(view.Segments, SummaryRules.For(Options.Release));
    }

    /// <summary>All functions in load order, whatever files are reported; each is computed when it is reached.</summary>
    public IEnumerable<FunctionCoverage> Functions()
    {
        var evaluator = NewEvaluator();
        for (var i = 0; i < _fates.Length; i++)
        {
            if (IsCounted(i))
            {
                yield return FunctionViews.ToFunction(Evaluate(evaluator, i), _mapping);
            }
        }
    }

    /// <summary>Functions whose first file is <paramref name="file"/>, in load order (CoverageMapping::getCoveredFunctions).</summary>
    /// <param name="file">Index into <see cref="Files"/>.</param>
    public IEnumerable<FunctionCoverage> FunctionsOfFile(int file)
    {
        var evaluator = NewEvaluator();
        foreach (var function in _index.FunctionsOf(_files[file]).ToImmutableArray())
        {
            if (_compiled.FileLists[_compiled.Shapes[function].FileList][0] == _files[file])
            {
                yield return FunctionViews.ToFunction(Evaluate(evaluator, function), _mapping);
            }
        }
    }

    /// <summary>Functions defined in a file, by where they start (CoverageMapping::getInstantiationGroups).</summary>
    /// <param name="file">Index into <see cref="Files"/>.</param>
    public IReadOnlyList<FunctionGroup> InstantiationGroups(int file)
    {
        var groups = new SortedDictionary<ulong, List<FunctionCoverage>>();
        var evaluator = NewEvaluator();
        foreach (var function in _index.FunctionsOf(_files[file]))
        {
            ref readonly var shape = ref _compiled.Shapes[function];
            if (shape.MainFile != _files[file])
            {
                continue;
            }

            if (!groups.TryGetValue(shape.MainStart, out var members))
            {
                groups.Add(shape.MainStart, members = []);
            }

            members.Add(FunctionViews.ToFunction(Evaluate(evaluator, function), _mapping));
        }

        return [.. groups.Select(static group => new FunctionGroup((uint)(group.Key >> 32), (uint)group.Key, group.Value))];
    }

    /// <summary>Indices of all functions that count, in load order.</summary>
    internal int[] CountedFunctions() => [.. Enumerable.Range(0, _fates.Length).Where(IsCounted)];

    internal bool IsCounted(int function) => FunctionFates.IsIn(_fates[function]);

    internal FunctionEvaluator NewEvaluator() => new(_mapping, _profile, Options.Release);

    /// <summary>Evaluates a function that counts.</summary>
    internal FunctionEvaluator Evaluate(FunctionEvaluator evaluator, int function) => evaluator.TryEvaluate(function, _fates[function])
        ? evaluator
        : throw new InvalidOperationException("A function that could be evaluated no longer can: the profile has been changed.");

    /// <summary>Evaluates functions that count, one after the other.</summary>
    internal FunctionWalk Evaluate(FunctionEvaluator evaluator, ReadOnlySpan<int> functions) => new(this, _profile, evaluator, functions);

    internal ViewRules ViewRules() => Coverage.ViewRules.For(Options.Release, _profile.HasSingleByteCounters);

    private FunctionViews NewViews() => new(this);
}
