namespace CovTools.Cli.Tests.Coverage;

/// <summary><c>report</c>, <c>show</c> and <c>export</c> print what llvm-cov of the same release prints, to the byte, and end as it does.</summary>
public sealed class LlvmIdentityTests
{
    private static readonly string[] s_cases =
    [
        "report macros.c",
        "report macros.c -show-instantiation-summary -use-color",
        "report templates.cpp -show-region-summary=false -show-branch-summary=false",
        "report constexpr.cpp -compilation-dir={folder} -show-functions {source}",
        "report templates.cpp -ignore-filename-regex=templates\\.(h|cpp)$",
        "report macros.c no-such-file.c",
        "show macros.c",
        "show macros.c -show-expansions -show-branches=count -show-regions -use-color",
        "show templates.cpp -show-branches=percent -show-line-counts-or-regions",
        "show templates.cpp -show-instantiations=false -compilation-dir={folder} {source}",
        "show constexpr.cpp -name=main",
        "show constexpr.cpp -name-regex=^_Z[0-9]+[a-m] -line-coverage-lt=101 -use-color",
        "show constexpr.cpp -region-coverage-gt=99.5",
        "show decisions.c -path-equivalence=/nowhere,/elsewhere",
    ];

    private static readonly string[] s_casesSince18 =
    [
        "report decisions.c -show-mcdc-summary",
        "report decisions.c -compilation-dir={folder} -show-mcdc-summary -show-functions {source}",
        "show decisions.c -show-mcdc -use-color",
        "show decisions.c -show-mcdc -show-branches=count",
    ];

    /// <summary>The releases that Debian 12 installs, each with every case that it has the options for.</summary>
    public static TheoryData<int, string> Cases
    {
        get
        {
            var cases = new TheoryData<int, string>();
            foreach (var release in new[] { 14, 16, 19, 22 })
            {
                foreach (var text in release >= 18 ? [.. s_cases, .. s_casesSince18] : s_cases)
                {
                    cases.Add(release, text);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheOutputIsThatOfLlvmCov(int release, string text)
    {
        var words = text.Split(' ');
        var program = MeasuredProgram.Require(release, words[1]);
        string[] options = [.. words.Skip(2).Select(word => word.Replace("{folder}", MeasuredProgram.Sources, StringComparison.Ordinal).Replace("{source}", program.Source, StringComparison.Ordinal))];

        var expected = program.Oracle(words[0], options);
        var actual = program.Ours(words[0], options);

        expected.Output.ShouldNotBeEmpty();
        System.Text.Encoding.Latin1.GetString(actual.Output).ShouldBe(System.Text.Encoding.Latin1.GetString(expected.Output));
        actual.ExitCode.ShouldBe(expected.ExitCode);
    }
}
