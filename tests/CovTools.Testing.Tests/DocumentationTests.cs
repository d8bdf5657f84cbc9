using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CovTools.Testing.Tests;

/// <summary>docs/testing.md says what there is.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string s_text = File.ReadAllText(Path.Combine(Lab.Repository, "docs", "testing.md"));

    [Fact]
    public void EveryCodeIsDocumented()
    {
        var documented = CodeRow().Matches(s_text).Select(match => (Number: int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), Name: match.Groups[2].Value));

        documented.ShouldBe(Enum.GetValues<TestingCode>().Where(code => code != TestingCode.None).Select(code => ((int)code, code.ToString())));
    }

    [Fact]
    public void EveryFormatIsDocumented()
    {
        var row = s_text.Split('\n').Single(line => line.StartsWith("| `CovTestFormat`", StringComparison.Ordinal));

        foreach (var format in ResultFormat.All)
        {
            row.ShouldContain($"`{format.Name}`");
        }
    }

    [Fact]
    public void EveryPropertyAndItemThatTheTargetsReadIsDocumented()
    {
        var targets = Directory.GetFiles(Path.Combine(Lab.Repository, "src", "CovTools.Testing", "build")).Select(File.ReadAllText).ToList();
        var read = targets.SelectMany(text => Name().Matches(text)).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);

        read.ShouldBe(["CovTestFormat", "CovTestIgnore", "CovThreshold", "CovToolsCheckAfterTest", "CovToolsCollectNative", "CovToolsTestResults", "CovToolsTestRun"]);
        read.ShouldAllBe(name => s_text.Contains($"| `{name}`", StringComparison.Ordinal));
    }

    [Fact]
    public void ItsXmlIsWellFormed()
    {
        var snippets = Xml().Matches(s_text).Select(match => match.Groups[1].Value).ToList();

        snippets.Count.ShouldBe(2);
        snippets.ForEach(snippet => XElement.Parse(snippet));
    }

    [GeneratedRegex(@"^\| COV(\d{4}) \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex CodeRow();

    [GeneratedRegex(@"[$@]\((Cov\w+)")]
    private static partial Regex Name();

    [GeneratedRegex("```xml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Xml();
}
