namespace CovTools.Testing.Platform;

/// <summary>Options of a test program.</summary>
internal static class OptionNames
{
    public const string Collect = "llvm-coverage";
    public const string Results = "llvm-coverage-results";
    public const string Project = "llvm-coverage-project";
    public const string Format = "llvm-coverage-format";
    public const string Ignore = "llvm-coverage-ignore";
    public const string FailUnder = "llvm-coverage-fail-under";
}
