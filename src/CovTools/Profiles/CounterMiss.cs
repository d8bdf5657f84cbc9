namespace CovTools.Profiles;

/// <summary>What a source of counters knows of a function that it has no counters for; llvm-cov treats the cases differently.</summary>
public enum CounterMiss
{
    /// <summary>No record has that name: the function counts as never executed.</summary>
    UnknownName = 0,

    /// <summary>Records with that name exist, for other versions of the function: it is left out ("mismatched data").</summary>
    OtherHash = 1,

    /// <summary>As <see cref="OtherHash"/>, but all of them differ from the wanted hash in bit 60, the mark of context-sensitive profiles: from LLVM 15 on the function counts as never executed.</summary>
    OtherHashOfOtherKind = 2,
}
