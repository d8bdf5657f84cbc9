namespace CovTools.Coverage;

/// <summary>A use of a macro or an included text inside a function (ExpansionRecord of LLVM).</summary>
/// <param name="FileId">What is expanded: index into the function's files.</param>
/// <param name="Region">The text that is expanded.</param>
/// <param name="Function">The function that it is in.</param>
public sealed record ExpansionCoverage(int FileId, CountedRegion Region, FunctionCoverage Function);
