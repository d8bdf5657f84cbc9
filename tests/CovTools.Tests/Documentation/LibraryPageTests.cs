using System.Text.RegularExpressions;
using CovTools.Profiles;
using CovTools.Reports;
using CovTools.Tests.Coverage;

namespace CovTools.Tests.Documentation;

/// <summary>The code of docs/library.md is what is compiled here, and works.</summary>
public sealed partial class LibraryPageTests : IDisposable
{
    private const string Namespace = "namespace CovTools.Tests.Documentation;\n\n";

    private readonly TemporaryFolder _folder = new();

    public LibraryPageTests()
    {
        Directory.CreateDirectory(_folder["in"]);
        File.WriteAllText(_folder["in/a.proftext"], "ran\n1\n2\n3\n4\n\nnever\n2\n1\n0\n\n");
        File.WriteAllText(_folder["in/b.proftext"], "ran\n1\n2\n10\n20\n\n");
        File.WriteAllText(_folder["in/bad.proftext"], "other\nno number\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ItShowsTheCodeThatIsCompiled()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs/library.md"));
        var blocks = CodeBlock().Matches(page).Select(match => match.Groups["code"].Value).ToList();

        blocks.Count.ShouldBe(5);
        foreach (var block in blocks)
        {
            var name = ClassName().Match(block).Groups["name"].Value;
            var source = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests/CovTools.Tests/Documentation", name + ".cs"));
            source.ShouldContain(Namespace);
            source.Replace(Namespace, "", StringComparison.Ordinal).ShouldBe(block);
        }
    }

    [Fact]
    public void ItsExamplesMergeAndRead()
    {
        var records = MergeExample.Merge(_folder["in"], _folder["out.profdata"]);

        records.ShouldBe(2);
        StreamExample.MergeAsTheyCome([_folder["in/a.proftext"], _folder["in/b.proftext"], _folder["in/a.proftext"]])
            .Records.Single(record => record.NameText == "ran").Counters.ToArray().ShouldBe([16UL, 28UL]);
        ReadExample.ExecutedFunctions(_folder["out.profdata"]).ShouldBe(["ran"]);
        ReadExample.ExecutedFunctions(_folder["in/a.proftext"]).ShouldBe(["ran"]);
    }

    [Fact]
    public void ItsExamplesReportAndGate()
    {
        var sample = CoverageSample.Macros(19);
        var text = _folder["macros.proftext"];
        File.WriteAllText(text, sample.Run(LlvmTools.Require(19), ["5"]).ToString());
        MergeExample.Merge(text, _folder["macros.profdata"]);
        File.WriteAllText(_folder["x.diff"], "--- a/macros.c\n+++ b/macros.c\n@@ -0,0 +1,1000 @@\n" + string.Concat(Enumerable.Repeat("+x\n", 1000)));

        var report = CoverageExample.Load(sample.Program, _folder["macros.profdata"]);
        CoverageExample.WriteCobertura(report, Path.GetDirectoryName(CoverageSample.Source("macros.c"))!, _folder["a.xml"]);
        using (var writer = new StreamWriter(_folder["all.csv"]))
        {
            CsvReport.Write(writer, report);
        }

        File.ReadAllText(_folder["a.xml"]).ShouldContain("filename=\"macros.c\"");
        var violations = GateExample.Check(report, _folder["x.diff"], _folder["all.csv"]).ToList();
        violations.ShouldContain(violation => violation.Scope == GateScope.Change && violation.Found.Total > 20);
        violations.ShouldAllBe(violation => violation.Scope == GateScope.Change || violation.Wanted == 80 || violation.Wanted == 50);
    }

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"class (?<name>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex ClassName();
}
