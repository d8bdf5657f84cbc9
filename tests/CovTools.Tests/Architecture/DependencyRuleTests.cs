using System.Text.RegularExpressions;

namespace CovTools.Tests.Architecture;

/// <summary>The rule of docs/architecture.md: which folder of the core may know which.</summary>
public sealed partial class DependencyRuleTests
{
    private static readonly Dictionary<string, string[]> s_mayKnow = new()
    {
        ["Objects"] = [],
        ["Profiles"] = ["Objects"],
        ["Corpus"] = [],
        ["Libraries"] = [],
        ["Containers"] = [],
        ["Mapping"] = ["Objects"],
        ["Modules"] = ["Objects", "Profiles"],
        ["Live"] = ["Modules", "Objects", "Profiles"],
        ["Store"] = ["Corpus", "Modules"],
        ["Execution"] = ["Containers", "Libraries", "Modules", "Objects"],
        ["Coverage"] = ["Mapping", "Profiles", "Objects"],
        ["Reports"] = ["Coverage", "Mapping", "Profiles"],
        ["Collection"] = ["Objects", "Profiles", "Corpus", "Libraries", "Containers", "Mapping", "Modules", "Live", "Store", "Execution", "Coverage", "Reports"],
    };

    public static TheoryData<string> Folders => [.. Directory.GetDirectories(CoreFolder).Select(path => Path.GetFileName(path)).Where(name => name is not ("bin" or "obj"))];

    private static string CoreFolder => Path.Combine(RepositoryRoot.Path, "src", "CovTools");

    [Theory]
    [MemberData(nameof(Folders))]
    public void AFolderKnowsOnlyWhatTheRuleAllows(string folder)
    {
        s_mayKnow.ShouldContainKey(folder, $"folder '{folder}' is not part of the architecture; add it to docs/architecture.md and to this test");

        var files = Directory.GetFiles(Path.Combine(CoreFolder, folder), "*.cs", SearchOption.AllDirectories);
        var known = files.SelectMany(file => Mentions().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Where(name => name != folder && s_mayKnow.ContainsKey(name))
            .Distinct();

        files.ShouldNotBeEmpty();
        known.Except(s_mayKnow[folder]).ShouldBeEmpty();
    }

    [Fact]
    public void TheRuleHasNoCycle()
    {
        var remaining = s_mayKnow.ToDictionary(pair => pair.Key, pair => pair.Value.ToHashSet());

        while (remaining.FirstOrDefault(pair => pair.Value.Count == 0).Key is { } leaf)
        {
            remaining.Remove(leaf);
            foreach (var known in remaining.Values)
            {
                known.Remove(leaf);
            }
        }

        remaining.ShouldBeEmpty();
    }

    [Fact]
    public void TheRootOfTheCoreKnowsNoFolder()
    {
        foreach (var file in Directory.GetFiles(CoreFolder, "*.cs"))
        {
            Mentions().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value).Intersect(s_mayKnow.Keys).ShouldBeEmpty(file);
        }
    }

    [GeneratedRegex(@"\bCovTools\.([A-Z]\w+)")]
    private static partial Regex Mentions();
}
