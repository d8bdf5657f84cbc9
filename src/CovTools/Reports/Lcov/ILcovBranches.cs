using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Collects the conditions of a file, function by function, and writes its BRDA lines.</summary>
internal interface ILcovBranches
{
    /// <summary>Starts a file.</summary>
    public void Clear();

    /// <summary>Adds the conditions of an evaluated function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="file">The file, as the function's files have it.</param>
    /// <param name="rules">Which conditions are part of a file's view.</param>
    public void Add(FunctionEvaluator function, int file, ViewRules rules);

    /// <summary>Writes the lines of what was added.</summary>
    public void Write(Utf8Output output);
}
