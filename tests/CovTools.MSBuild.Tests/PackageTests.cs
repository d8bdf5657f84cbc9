using System.IO.Compression;
using System.Security.Cryptography;
using System.Xml.Linq;

namespace CovTools.MSBuild.Tests;

/// <summary>What is in the packages.</summary>
public sealed class PackageTests(PackedPackages packages)
{
    [Fact]
    public void EachHasAPageALicenseAndTheCommit()
    {
        foreach (var id in new[] { "CovTools", "dotnet-cov-collect", "CovTools.MSBuild", "CovTools.Testing" })
        {
            using var package = Open(id);
            var metadata = Metadata(package, id);

            Text(metadata, "readme").ShouldBe("README.md");
            package.GetEntry("README.md")!.Length.ShouldBeGreaterThan(200);
            Text(metadata, "license").ShouldBe("MIT");
            metadata.Elements().Single(static element => element.Name.LocalName == "repository").Attribute("commit")!.Value.Length.ShouldBe(40);
            Text(metadata, "description").ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void TheLibraryHasItsDocumentationItsSymbolsAndNoDependency()
    {
        using var package = Open("CovTools");

        Names(package).ShouldContain("lib/net10.0/CovTools.dll");
        Names(package).ShouldContain("lib/net10.0/CovTools.xml");
        Metadata(package, "CovTools").Descendants().ShouldNotContain(static element => element.Name.LocalName == "dependency");
        using var symbols = ZipFile.OpenRead(Path.Combine(packages.Folder, "CovTools.0.1.0.snupkg"));
        Names(symbols).ShouldContain("lib/net10.0/CovTools.pdb");
    }

    [Fact]
    public void TheTasksBringWhatTheyNeedAndNothingOfMSBuild()
    {
        using var package = Open("CovTools.MSBuild");
        var names = Names(package);

        names.Where(static name => name.StartsWith("tasks/", StringComparison.Ordinal)).ShouldBe(
            ["tasks/net10.0/CovTools.MSBuild.deps.json", "tasks/net10.0/CovTools.MSBuild.dll", "tasks/net10.0/CovTools.dll"], ignoreOrder: true);
        names.Where(static name => name.StartsWith("build", StringComparison.Ordinal)).ShouldBe(
            [
                "build/CovTools.MSBuild.props", "build/CovTools.MSBuild.targets",
                "buildMultiTargeting/CovTools.MSBuild.props", "buildMultiTargeting/CovTools.MSBuild.targets",
            ],
            ignoreOrder: true);
        names.ShouldNotContain(static name => name.Contains("Microsoft.Build", StringComparison.Ordinal) || name.StartsWith("lib/", StringComparison.Ordinal));
        Text(Metadata(package, "CovTools.MSBuild"), "developmentDependency").ShouldBe("true");
    }

    [Fact]
    public void TheToolIsPortable()
    {
        using var package = Open("dotnet-cov-collect");

        Names(package).Where(static name => name.StartsWith("tools/", StringComparison.Ordinal)).ShouldAllBe(static name => name.StartsWith("tools/net10.0/any/", StringComparison.Ordinal));
        Names(package).ShouldContain("tools/net10.0/any/dotnet-cov-collect.dll");
    }

    [Fact]
    public void MakingThemAgainElsewhereGivesTheSameBytes()
    {
        using var folder = new TemporaryFolder();

        PackedPackages.Pack(folder["again"], folder["work"]);

        var made = Directory.EnumerateFiles(packages.Folder).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToList();
        made.ShouldBe(
            [
                "CovTools.0.1.0.nupkg", "CovTools.0.1.0.snupkg", "CovTools.MSBuild.0.1.0.nupkg", "CovTools.Testing.0.1.0.nupkg", "CovTools.Testing.0.1.0.snupkg",
                "dotnet-cov-collect.0.1.0.nupkg",
            ]);
        foreach (var name in made)
        {
            Hash(Path.Combine(folder["again"], name)).ShouldBe(Hash(Path.Combine(packages.Folder, name)), name);
        }
    }

    private static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));

    private static List<string> Names(ZipArchive package) => [.. package.Entries.Select(static entry => entry.FullName)];

    private static string Text(XElement metadata, string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;

    private static XElement Metadata(ZipArchive package, string id)
    {
        using var stream = package.GetEntry(id + ".nuspec")!.Open();
        return XDocument.Load(stream).Root!.Elements().Single();
    }

    private ZipArchive Open(string id) => ZipFile.OpenRead(Path.Combine(packages.Folder, id + ".0.1.0.nupkg"));
}
