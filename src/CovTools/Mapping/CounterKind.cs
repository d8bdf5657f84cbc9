namespace CovTools.Mapping;

/// <summary>What a <see cref="Counter"/> refers to.</summary>
public enum CounterKind
{
    /// <summary>The constant 0.</summary>
    Zero = 0,

    /// <summary>A counter of the profile.</summary>
    Value = 1,

    /// <summary>An expression of the function's table.</summary>
    Expression = 2,
}
