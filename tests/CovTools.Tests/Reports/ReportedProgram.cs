using CovTools.Coverage;
using CovTools.Profiles;
using CovTools.Tests.Coverage;

namespace CovTools.Tests.Reports;

/// <summary>The coverage of a real program, and what llvm-cov writes about it.</summary>
internal sealed class ReportedProgram
{
    private const int Release = 19;

    private readonly CoverageSample _sample;
    private readonly LlvmTools _tools;
    private readonly TextCounters _profile;

    private ReportedProgram(CoverageSample sample, params string[][] runs)
    {
        _sample = sample;
        _tools = LlvmTools.Require(Release);
        _profile = sample.Run(_tools, runs);
        Report = CoverageReport.Create(sample.Mapping(), _profile, new CoverageOptions { Release = new LlvmRelease(Release) });
    }

    public CoverageReport Report { get; }

    /// <summary>C: macros in macros, text included inside functions, constants, macros that define functions.</summary>
    public static ReportedProgram Macros() => new(CoverageSample.Macros(Release), ["0", "1", "2"], ["5"]);

    /// <summary>C++: templates that several units instantiate.</summary>
    public static ReportedProgram Shapes() => new(CoverageSample.Shapes(Release), ["0", "1", "2"], ["5"]);

    /// <summary>What <c>llvm-cov export -format=lcov</c> says of each file.</summary>
    public IReadOnlyList<LcovFile> Lcov() => LcovFile.Parse(_tools.Cov(_profile, ["export", "-format=lcov", .. _sample.Objects.SelectMany(file => new[] { "-object", file })]));
}
