namespace CovTools.Containers;

/// <summary>Whether a process that once was known still runs.</summary>
public enum ProcessLiveness
{
    /// <summary>Cannot be told from here: another machine, another process namespace.</summary>
    Unknown,

    /// <summary>It runs.</summary>
    Alive,

    /// <summary>It has ended, whoever has its number now.</summary>
    Dead,
}
