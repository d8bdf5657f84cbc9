namespace CovTools.Mapping;

/// <summary>A reference to a count: zero, a counter of the profile, or an expression over such references.</summary>
public readonly record struct Counter
{
    private const int KindBits = 2;

    /// <summary>Largest index that a reference can carry.</summary>
    internal const uint MaximumIndex = uint.MaxValue >> KindBits;

    private readonly uint _bits;

    private Counter(CounterKind kind, uint index)
    {
        _bits = (index << KindBits) | (uint)kind;
    }

    /// <summary>What is referred to.</summary>
    public CounterKind Kind => (CounterKind)(_bits & 3);

    /// <summary>Index of the counter in the function's counters, or of the expression in its table; 0 for zero.</summary>
    public uint Index => _bits >> KindBits;

    /// <summary>True for the constant 0.</summary>
    public bool IsZero => Kind == CounterKind.Zero;

    /// <summary>The reference as one number: index times 4 plus kind.</summary>
    internal uint Bits => _bits;

    /// <summary>A reference to a counter of the profile.</summary>
    /// <param name="index">0 … 2^30-1.</param>
    public static Counter Value(uint index) => new(CounterKind.Value, index);

    /// <summary>A reference to an expression.</summary>
    /// <param name="index">0 … 2^30-1.</param>
    public static Counter Expression(uint index) => new(CounterKind.Expression, index);
}
