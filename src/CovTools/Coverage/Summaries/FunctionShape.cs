namespace CovTools.Coverage;

/// <summary>What is known of a function without a profile.</summary>
internal struct FunctionShape
{
    /// <summary>First byte of its program in its range's programs.</summary>
    public int Program;

    /// <summary>Number of code regions.</summary>
    public int Regions;

    /// <summary>Number of outcomes of conditions.</summary>
    public int Branches;

    /// <summary>Number of lines when all counts are zero.</summary>
    public long Lines;

    /// <summary>First byte of its decisions in its range's programs; -1 when it has none.</summary>
    public int Decisions;

    /// <summary>Number of conditions of decisions that are not constant.</summary>
    public int Conditions;

    /// <summary>A profile must have this many counters for the function to be evaluated.</summary>
    public uint RequiredCounters;

    /// <summary>So many zeros stand in for the counters of a function that the profile does not know.</summary>
    public uint AssumedCounters;

    /// <summary>Its only region has the constant count zero: an unused copy of a function that may have run elsewhere.</summary>
    public bool IsUnusedCopy;

    /// <summary>Its list of files, as an index of distinct lists.</summary>
    public int FileList;

    /// <summary>Functions with the same files and name share this number; -1 when there is no other.</summary>
    public int Twin;

    /// <summary>Its group of instantiations; -1 when it is defined in no file.</summary>
    public int Group;

    /// <summary>The file that defines it, as an index of the mapping's files; -1: none.</summary>
    public int MainFile;

    /// <summary>Line and column where it starts in that file.</summary>
    public ulong MainStart;
}
