namespace CovTools.Coverage;

/// <summary>What becomes of a function of the mapping when it meets a profile (CoverageMapping::loadFunctionRecord).</summary>
internal enum FunctionFate : byte
{
    /// <summary>It has counters.</summary>
    Counted,

    /// <summary>The profile does not know it: all its counts are zero.</summary>
    NeverRan,

    /// <summary>The profile knows another version of it only.</summary>
    Mismatched,

    /// <summary>The profile has fewer counters or bits than its mapping uses.</summary>
    Unfit,

    /// <summary>An unused copy of a function that ran elsewhere, or one that was there before.</summary>
    Dropped,
}
