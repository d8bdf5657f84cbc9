namespace CovTools.Coverage;

/// <summary>A condition of a decision.</summary>
/// <param name="Branch">Where it is, and its counts.</param>
/// <param name="IsFolded">It is constant by the rules of the release that is followed, and not counted.</param>
/// <param name="IndependencePair">Numbers, from 1, of two executed test vectors (result false, result true) that differ in this condition only; null when there are none.</param>
public sealed record McdcCondition(CountedBranch Branch, bool IsFolded, (int False, int True)? IndependencePair)
{
    /// <summary>The condition was shown to decide the result on its own.</summary>
    public bool IsCovered => IndependencePair is not null;
}
