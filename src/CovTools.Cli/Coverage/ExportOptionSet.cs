using System.CommandLine;
using CovTools.Reports;

namespace CovTools.Cli.Coverage;

/// <summary>The options that only <c>export</c> has: those of llvm-cov by the same names.</summary>
internal sealed class ExportOptionSet
{
    public Option<string> Format { get; } = new("--format") { Description = $"llvm-json (llvm-cov calls it text), lcov, {string.Join(", ", ExportFormat.All)}; {KeptObject.Format}: the coverage sections of the binary as a small ELF file, without a profile", HelpName = "FORMAT", DefaultValueFactory = _ => "llvm-json" };

    public Option<bool> SkipExpansions { get; } = new("--skip-expansions") { Description = "Leave out what macros expand to" };

    public Option<bool> SkipFunctions { get; } = new("--skip-functions") { Description = "Leave out functions" };

    public Option<bool> SkipBranches { get; } = new("--skip-branches") { Description = "Leave out branches (tracefiles)" };

    public Option<bool> UnifyInstantiations { get; } = CoverageOptionSet.On("--unify-instantiations", "Add up branches of instantiations (tracefiles, LLVM 21 and later)");

    public Option<bool> UnexecutedVectors { get; } = new("--show-mcdc-non-executed-vectors") { Description = "Also MC/DC test vectors that did not occur (LLVM 23)" };

    public IEnumerable<Option> All => [Format, SkipExpansions, SkipFunctions, SkipBranches, UnifyInstantiations, UnexecutedVectors];

    /// <summary>What the JSON document holds.</summary>
    public LlvmJsonOptions ReadJson(ParseResult parsed) => new()
    {
        SkipExpansions = parsed.GetValue(SkipExpansions),
        SkipFunctions = parsed.GetValue(SkipFunctions),
        ShowMcdcNonExecutedVectors = parsed.GetValue(UnexecutedVectors),
    };

    /// <summary>What a tracefile holds.</summary>
    public LcovOptions ReadLcov(ParseResult parsed, bool summaryOnly) => new()
    {
        SummaryOnly = summaryOnly,
        SkipFunctions = parsed.GetValue(SkipFunctions),
        SkipBranches = parsed.GetValue(SkipBranches),
        UnifyInstantiations = parsed.GetValue(UnifyInstantiations),
    };
}
