using System.Text.Json;

namespace CovTools.MSBuild.Tests;

/// <summary>The samples, copied to a fresh folder, work with the packed packages; library, tool and MSBuild give LLVM's numbers.</summary>
public sealed class SamplesTests : IDisposable
{
    private readonly PackedPackages _packages;
    private readonly NativePrograms _programs;
    private readonly Consumer _consumer;

    public SamplesTests(PackedPackages packages, NativePrograms programs)
    {
        _packages = packages;
        _programs = programs;
        _consumer = new Consumer(packages);
    }

    public void Dispose() => _consumer.Dispose();

    [Fact]
    public void ABuildCollectsACorpus()
    {
        Components.RequireTinytensor();
        var project = Copy("msbuild-corpus");
        File.CreateSymbolicLink(_consumer["tinytensor"], Repository.At("samples/tinytensor"));

        var first = _consumer.Dotnet("build", project, "--nologo").Succeeds();
        var second = _consumer.Dotnet("build", project, "--nologo").Succeeds();

        first.Output.ShouldContain("running 6 of 6 scripts on this machine");
        first.Output.ShouldContain("6 scripts found = 2 ok + 3 exception + 1 signal");
        first.Output.ShouldContain("coverage passes: 1 thresholds");
        second.Output.ShouldNotContain("scripts");
        File.ReadAllText(_consumer["msbuild-corpus/bin/Debug/net10.0/coverage.txt"]).ShouldContain("tensor.cpp");
        _consumer.Dotnet("build", project, "--nologo", "-p:CovToolsMetric=none").Fails().Of("COV1001").ShouldNotBeEmpty();
    }

    [Fact]
    public void AProgramUsesTheLibrary()
    {
        var project = Copy("library-use");
        var profile = NativePrograms.Run(_programs.Program(), _consumer["profiles/a.profraw"]);

        var run = _consumer.Dotnet("run", "--project", project, "--", _programs.Program(), _consumer["profiles"], _consumer["out"]).Succeeds();

        run.Output.ShouldContain("main.c: 4 of 4 lines");
        File.Exists(_consumer["out/coverage.xml"]).ShouldBeTrue();
        File.WriteAllBytes(_consumer["profiles/bad.profraw"], File.ReadAllBytes(profile)[..50]);
        _consumer.Dotnet("run", "--project", project, "--no-build", "--", _programs.Program(), _consumer["profiles"], _consumer["out"]).Output.ShouldContain("bad.profraw: ");
        _consumer.Dotnet("run", "--project", project, "--no-build").ExitCode.ShouldBe(2);
    }

    [Fact]
    public void TheLibraryIsAddedAsItsPageSays()
    {
        const string Shown = "dotnet add package CovTools";
        File.ReadAllText(Repository.At("docs/library.md")).ShouldContain(Shown + "\n");
        var project = _consumer.Project("");

        _consumer.Dotnet(Shown.Split(' ')[1..]).Succeeds();

        File.ReadAllText(project).ShouldContain("""<PackageReference Include="CovTools" Version="0.1.0" />""");
    }

    [Fact]
    public void TheCodeOnThePageOfTheLibraryPackageWorks()
    {
        NativePrograms.Run(_programs.Program(), _consumer["profiles/a.profraw"]);
        File.Copy(_programs.Program(), _consumer["libfoo.so"]);
        File.WriteAllText(_consumer["Program.cs"], Block("src/CovTools/PACKAGE.md", "csharp"));
        var project = _consumer.Project("""<PropertyGroup><OutputType>Exe</OutputType><ImplicitUsings>enable</ImplicitUsings></PropertyGroup><ItemGroup><PackageReference Include="CovTools" Version="0.1.0" /></ItemGroup>""");

        _consumer.Dotnet("run", "--project", project).Succeeds().Output.ShouldContain("8 of 11 lines");
    }

    [Fact]
    public void TheItemsOnThePageOfTheMSBuildPackageWork()
    {
        NativePrograms.Run(_programs.Program(), _consumer["profiles/a.profraw"]);
        Directory.CreateDirectory(_consumer["native"]);
        File.Copy(_programs.Program(), _consumer["native/libfoo.so"]);
        File.WriteAllText(
            _consumer["app.csproj"],
            $"""<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>{Block("src/CovTools.MSBuild/PACKAGE.md", "xml")}</Project>""");

        _consumer.Target("CovReport").Succeeds();

        File.ReadAllText(_consumer["coverage.xml"]).ShouldContain("<coverage ");
        _consumer.Target("CovCheck").Fails().Of("COV4001").ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void AllWaysGiveTheNumbersOfLlvm(int arguments)
    {
        var program = _programs.Program();
        var profile = NativePrograms.Run(program, _consumer["profiles/a.profraw"], arguments);
        NativePrograms.Run(program, _consumer["profiles/b.profraw"]);
        Command.Run("/", "llvm-profdata-19", ["merge", "-o", _consumer["llvm.profdata"], profile, _consumer["profiles/b.profraw"]]).Succeeds();
        var expected = Command.Run("/", "llvm-cov-19", ["export", "-summary-only", program, $"-instr-profile={_consumer["llvm.profdata"]}"]).Succeeds().Output.TrimEnd('\n');

        _consumer.Project(
            $"""
            <ItemGroup>
              <CovBinary Include="{program}" />
              <CovProfile Include="profiles" />
              <CovReportFile Include="msbuild.json" Format="llvm-json" SummaryOnly="true" />
            </ItemGroup>
            """);
        _consumer.Target("CovReport", "-p:CovToolsLlvm=19").Succeeds();
        _consumer.Dotnet("tool", "install", "dotnet-cov-collect", "--tool-path", "tools", "--version", "0.1.0").Succeeds();
        Command.Run(_consumer.Root, _consumer["tools/dotnet-cov-collect"], ["export", program, "--profile", _consumer["profiles"], "--llvm", "19", "--summary-only", "-o", _consumer["tool.json"]]).Succeeds();
        _consumer.Dotnet("run", "--project", Copy("library-use"), "--", program, _consumer["profiles"], _consumer["out"]).Succeeds();

        File.ReadAllText(_consumer["msbuild.json"]).TrimEnd('\n').ShouldBe(expected);
        File.ReadAllText(_consumer["tool.json"]).TrimEnd('\n').ShouldBe(expected);
        Covered(File.ReadAllText(_consumer["out/coverage.json"])).ShouldBe(Covered(expected));
    }

    /// <summary>The library follows the newest release, whose document has another version: its numbers are compared.</summary>
    private static List<string> Covered(string json)
    {
        using var document = JsonDocument.Parse(json);
        var totals = document.RootElement.GetProperty("data")[0].GetProperty("totals");
        return [.. new[] { "lines", "functions", "instantiations", "regions", "branches" }.Select(name => $"{name} {totals.GetProperty(name).GetProperty("covered")} of {totals.GetProperty(name).GetProperty("count")}")];
    }

    private static string Block(string page, string language) => File.ReadAllText(Repository.At(page)).Split($"```{language}\n")[1].Split("```")[0];

    private string Copy(string sample)
    {
        var target = _consumer[sample];
        foreach (var file in Command.Run(Repository.Root, "git", ["ls-files", "--cached", "--others", "--exclude-standard", $"samples/{sample}"]).Succeeds().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var copy = Path.Combine(target, Path.GetRelativePath($"samples/{sample}", file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Repository.At(file), copy);
        }

        _packages.Configure(target);
        return Path.Combine(target, $"{sample}.csproj");
    }
}
