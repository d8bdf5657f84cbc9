namespace CovTools.Coverage;

/// <summary>How a release of llvm-cov orders the test vectors of a decision, which numbers them.</summary>
internal enum McdcVectorOrder
{
    /// <summary>18: by the set of true conditions as a number, whatever the result.</summary>
    TrueConditions,

    /// <summary>19 to 21: result false first; each as a walk finds them that takes false outcomes first.</summary>
    Walk,

    /// <summary>22 and later: result false first; each by the place of their bits.</summary>
    Index,
}
