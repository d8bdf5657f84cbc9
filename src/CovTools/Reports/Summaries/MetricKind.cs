namespace CovTools.Reports;

/// <summary>What is counted: a column of a report, and what a gate can ask for.</summary>
public enum MetricKind
{
    /// <summary>Code regions.</summary>
    Region,

    /// <summary>Functions; the instantiations of a template count once.</summary>
    Function,

    /// <summary>Functions with each instantiation counted.</summary>
    Instantiation,

    /// <summary>Lines with code.</summary>
    Line,

    /// <summary>Outcomes of conditions.</summary>
    Branch,

    /// <summary>Conditions of decisions that were shown to decide the result on their own (LLVM 18 and later).</summary>
    Mcdc,
}
