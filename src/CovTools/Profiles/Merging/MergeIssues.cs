namespace CovTools.Profiles;

/// <summary>What went wrong when a record was added to others (instrprof_error in llvm/ProfileData/InstrProf.h).</summary>
[Flags]
public enum MergeIssues
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A sum was limited to the largest count.</summary>
    CounterOverflow = 1,

    /// <summary>Numbers of counters differ: the first record was kept, this one dropped.</summary>
    CounterMismatch = 2,

    /// <summary>Bitmap sizes differ: counters were added, the bitmap was not.</summary>
    BitmapMismatch = 4,

    /// <summary>Numbers of value sites differ: counters and bitmap were added, the values of that kind were not.</summary>
    ValueSiteMismatch = 8,
}
