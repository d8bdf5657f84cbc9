namespace CovTools.Mapping;

/// <summary>
/// The decoded mapping of one function. It is a buffer: <see cref="CoverageMapping.Decode"/> overwrites it, so that
/// millions of functions are read without allocating. Not safe for concurrent use.
/// </summary>
public sealed class FunctionMapping
{
    private readonly MappingBuffer<int> _files = new();
    private readonly MappingBuffer<CounterExpression> _expressions = new();
    private readonly MappingBuffer<MappingRegion> _regions = new();
    private readonly MappingBuffer<int> _order = new();

    /// <summary>The function's files: indices into <see cref="CoverageMapping.Files"/>, by file id. A path may occur more than once.</summary>
    public ReadOnlySpan<int> Files => _files.Items;

    /// <summary>The function's expressions.</summary>
    public ReadOnlySpan<CounterExpression> Expressions => _expressions.Items;

    /// <summary>The regions in the order of the mapping: by file id, then as the compiler wrote them.</summary>
    public ReadOnlySpan<MappingRegion> Regions => _regions.Items;

    /// <summary>Indices of all expressions, operands before the expressions that use them.</summary>
    public ReadOnlySpan<int> EvaluationOrder => _order.Items;

    internal MappingBuffer<int> FileBuffer => _files;

    internal MappingBuffer<CounterExpression> ExpressionBuffer => _expressions;

    internal MappingBuffer<MappingRegion> RegionBuffer => _regions;

    internal MappingBuffer<int> OrderBuffer => _order;

    /// <summary>Working memory of the reader.</summary>
    internal MappingBuffer<int> Scratch { get; } = new();

    /// <summary>Working memory of the reader: expressions that wait for their operands.</summary>
    internal Stack<int> Pending { get; } = new();

    internal void Clear()
    {
        _files.Clear();
        _expressions.Clear();
        _regions.Clear();
        _order.Clear();
    }
}
