namespace CovTools.Reports;

/// <summary>A function of a file, all its instantiations together.</summary>
/// <param name="Name">The mangled name; <c>Definition at line L, column C</c> when there are instantiations with several names, as llvm-cov writes it.</param>
/// <param name="Line">Line where it starts.</param>
/// <param name="LastLine">Line where it ends.</param>
/// <param name="Count">How often it was entered.</param>
public sealed record ReportedFunction(string Name, uint Line, uint LastLine, ulong Count);
