using System.Globalization;
using System.Text.RegularExpressions;

namespace CovTools.MSBuild.Tests;

/// <summary>docs/msbuild.md lists what there is, and what it shows works.</summary>
public sealed partial class DocumentationTests : IDisposable
{
    private static readonly string s_page = File.ReadAllText(Repository.At("docs/msbuild.md"));

    private static readonly string s_targets = string.Concat(
        Directory.EnumerateFiles(Repository.At("src/CovTools.MSBuild"), "CovTools.MSBuild.*s", SearchOption.AllDirectories)
            .Where(static path => Path.GetExtension(path) is ".props" or ".targets" && !path.Contains("/obj/", StringComparison.Ordinal))
            .Select(File.ReadAllText));

    private readonly Consumer _consumer;
    private readonly NativePrograms _programs;

    public DocumentationTests(PackedPackages packages, NativePrograms programs)
    {
        _consumer = new Consumer(packages);
        _programs = programs;
    }

    public void Dispose() => _consumer.Dispose();

    [Fact]
    public void EveryCodeIsDocumented()
    {
        var documented = CodeRow().Matches(s_page).Select(static match => match.Groups["code"].Value).ToList();
        var codes = Enum.GetValues<DiagnosticCode>().Where(static code => code != DiagnosticCode.None).Select(static code => string.Create(CultureInfo.InvariantCulture, $"COV{(int)code:0000}")).ToList();

        documented.ShouldBe(codes);
    }

    [Fact]
    public void EveryCodeIsUsed()
    {
        var source = string.Concat(Directory.EnumerateFiles(Repository.At("src/CovTools.MSBuild"), "*.cs").Select(File.ReadAllText));

        foreach (var code in Enum.GetValues<DiagnosticCode>().Where(static code => code != DiagnosticCode.None))
        {
            (source.Contains($"DiagnosticCode.{code},", StringComparison.Ordinal) || s_targets.Contains(string.Create(CultureInfo.InvariantCulture, $"COV{(int)code:0000}"), StringComparison.Ordinal))
                .ShouldBeTrue(code.ToString());
        }
    }

    [Fact]
    public void EveryPropertyIsDocumented()
    {
        var used = PropertyUse().Matches(s_targets).Select(static match => match.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal).ToList();
        var documented = Section("Properties").SelectMany(static row => Quoted().Matches(row.Split('|')[1]).Select(static match => match.Groups["name"].Value)).Order(StringComparer.Ordinal).ToList();

        documented.ShouldBe(used);
    }

    [Fact]
    public void EveryItemIsDocumented()
    {
        var used = ItemUse().Matches(s_targets).Select(static match => match.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal).ToList();
        var documented = Section("Items").SelectMany(static row => Quoted().Matches(row.Split('|')[1]).Select(static match => match.Groups["name"].Value)).Order(StringComparer.Ordinal).ToList();

        documented.ShouldBe(used);
    }

    [Fact]
    public void EveryTargetIsDocumented()
    {
        var there = TargetName().Matches(s_targets).Select(static match => match.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal).ToList();
        var documented = Section("Targets").SelectMany(static row => Quoted().Matches(row.Split('|')[1]).Select(static match => match.Groups["name"].Value)).Order(StringComparer.Ordinal).ToList();

        documented.ShouldBe(there);
    }

    [Fact]
    public void TheMetadataOfCorporaIsDocumentedAndPartOfTheirKey()
    {
        var source = File.ReadAllText(Repository.At("src/CovTools.MSBuild/CollectCoverage.cs")) + File.ReadAllText(Repository.At("src/CovTools.MSBuild/CorpusReader.cs"));
        var row = Section("Items").Single(static row => row.Contains("| `CovCorpus` |", StringComparison.Ordinal));

        foreach (var name in CorpusMetadata().Matches(source).Select(static match => match.Groups["name"].Value).Distinct())
        {
            row.ShouldContain($"`{name}`");

            // How many scripts run at a time has no part in the result.
            (name == "Jobs" || s_targets.Contains($"%({name})", StringComparison.Ordinal)).ShouldBeTrue(name);
        }
    }

    [Fact]
    public void TheFirstExampleWorks()
    {
        var project = Block("xml").First();
        var commands = Block("sh").First().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Directory.CreateDirectory(_consumer["native"]);
        File.Copy(_programs.Program(), _consumer["native/libsign.so"]);
        NativePrograms.Run(_programs.Program(), _consumer["profiles/a.profraw"]);
        File.WriteAllText(_consumer["example.csproj"], project);
        _consumer.Dotnet("restore", "-v", "q").Succeeds();

        commands.Length.ShouldBe(4);
        foreach (var command in commands)
        {
            _consumer.Dotnet(command.Split(' ')[1..]).Succeeds();
            File.Exists(_consumer["coverage/cobertura.xml"]).ShouldBe(!command.EndsWith("clean", StringComparison.Ordinal), command);
        }

        File.WriteAllText(_consumer["example.csproj"], project.Replace("Minimum=\"40\"", "Minimum=\"60\"", StringComparison.Ordinal));
        _consumer.Dotnet("msbuild", "-t:CovCheck").Fails().Of("COV4001").ShouldHaveSingleItem().ShouldContain("sign.c : error COV4001: branch 50.00% (2 of 4), wanted 60%");
    }

    [Fact]
    public void TheTotalOfProjectsAndTheBucketsAreShownAsTheyAre()
    {
        var blocks = Block("xml").ToList();
        blocks.Count.ShouldBe(3);
        NativePrograms.Run(_programs.Program(), _consumer["profiles/a.profraw"]);
        foreach (var name in new[] { "one", "two" })
        {
            _consumer.Project($"""<ItemGroup><CovBinary Include="{_programs.Program()}" /><CovProfile Include="../profiles" /></ItemGroup>""", $"{name}/{name}");
            _consumer.Dotnet("restore", $"{name}/{name}.csproj", "-v", "q").Succeeds();
        }

        Directory.CreateDirectory(_consumer["total/corpus/g"]);
        File.WriteAllText(_consumer["total/corpus/g/a.py"], "");
        var total = _consumer.Project(blocks[1] + blocks[2], "total/total");

        _consumer.Target("CovCheck", total).Fails().Of("COV4001").ShouldHaveSingleItem().ShouldContain("wanted 80%");
        _consumer.Target("ShowBuckets", total).Succeeds().Output.ShouldContain("0-60: 1 scripts");
    }

    private static IEnumerable<string> Block(string language) => Regex.Matches(s_page, $"```{language}\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Select(static match => match.Groups["text"].Value);

    private static IEnumerable<string> Section(string title) =>
        s_page.Split($"\n## {title}\n")[1].Split("\n## ")[0].Split('\n').Where(static line => line.StartsWith("| `", StringComparison.Ordinal));

    [GeneratedRegex(@"^\| (?<code>COV\d{4}) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeRow();

    [GeneratedRegex(@"\$\((?<name>CovTools\w+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex PropertyUse();

    [GeneratedRegex(@"@\((?<name>Cov\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex ItemUse();

    [GeneratedRegex(@"<Target Name=""(?<name>Cov\w+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex TargetName();

    [GeneratedRegex("`(?<name>Cov\\w+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();

    [GeneratedRegex("[cC]orpus\\.(RequiredText|Text|Number|Word<\\w+>)\\(\"(?<name>\\w+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex CorpusMetadata();
}
