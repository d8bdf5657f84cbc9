namespace CovTools.Execution;

/// <summary>What keeps one script away from the next.</summary>
public enum IsolationKind
{
    /// <summary>Fork where that is safe, else a process.</summary>
    Auto,

    /// <summary>A fork of a zygote that has imported the library.</summary>
    Fork,

    /// <summary>A fresh process that imports the library anew.</summary>
    Process,
}
