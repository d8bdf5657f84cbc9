namespace CovTools.Coverage;

/// <summary>Functions that start at the same place of a file: the instantiations of a template, or one function (InstantiationGroup of LLVM).</summary>
/// <param name="Line">Line where they start.</param>
/// <param name="Column">Column where they start.</param>
/// <param name="Instantiations">The functions, in load order; at least one.</param>
public sealed record FunctionGroup(uint Line, uint Column, IReadOnlyList<FunctionCoverage> Instantiations);
