namespace CovTools.Tests.Runtime;

/// <summary>The Python module on SanitizerCoverage.</summary>
public sealed class CovtoolsEdgeTests
{
    private static string Guards => SanitizedLibrary.Build("trace-pc-guard,pc-table");

    private static string Counters => SanitizedLibrary.Build("inline-8bit-counters,pc-table");

    private static string Flags => SanitizedLibrary.Build("inline-bool-flag,pc-table");

    [Fact]
    public void AllKindsCountTheSameEdges() =>
        Covtools.Check("edges.py", "all_kinds_count_the_same_edges", Guards, Counters, Flags, SanitizedLibrary.Build("trace-pc-guard,inline-8bit-counters"));

    [Theory]
    [InlineData("trace-pc-guard")]
    [InlineData("inline-8bit-counters")]
    [InlineData("inline-bool-flag,pc-table")]
    public void ManyModulesRegister(string coverage) =>
        Covtools.Check("edges.py", "many_modules_register", [.. Enumerable.Range(1, 20).Select(number => SanitizedLibrary.Build(coverage, $"libedges{number}.so"))]);

    [Fact]
    public void PositionsAreInTheSource()
    {
        Covtools.Check("edges.py", "positions_are_in_the_source", Guards, "table", SanitizedLibrary.Source);
        Covtools.Check("edges.py", "positions_are_in_the_source", Counters, "table", SanitizedLibrary.Source);
        Covtools.Check("edges.py", "positions_are_in_the_source", SanitizedLibrary.Build("trace-pc-guard"), "callers", SanitizedLibrary.Source);
    }

    [Fact]
    public void WithoutAddressesItSaysSo() => Covtools.Check("edges.py", "without_addresses_it_says_so", SanitizedLibrary.Build("inline-8bit-counters"));

    [Theory]
    [InlineData("14")]
    [InlineData("19")]
    [InlineData("22")]
    public void SancovFilesEqualThoseOfASanitizer(string clang)
    {
        var folder = TestFolders.Create("sancov");
        var host = Path.Combine(folder, "host");
        var source = Path.Combine(Path.GetDirectoryName(SanitizedLibrary.Source)!, "loader.c");
        NativeTools.Succeed(NativeTools.Require("clang-" + clang), ["-fsanitize=undefined", "-fsanitize-coverage=trace-pc-guard", source, "-o", host, "-ldl"]);
        NativeTools.Succeed(host, [Guards], folder, new Dictionary<string, string> { ["UBSAN_OPTIONS"] = "coverage=1:coverage_dir=" + folder });
        var expected = Directory.EnumerateFiles(folder, "libedges.so.*.sancov").ShouldHaveSingleItem();

        Covtools.Check("edges.py", "sancov_equals_the_sanitizers", Guards, TestFolders.Create("ours"), expected);
    }

    [Fact]
    public void SancovFilesOfTablesNameTheEdges() => Covtools.Check("edges.py", "sancov_of_tables_names_the_edges", Counters, TestFolders.Create("ours"));

    [Fact]
    public void HostileSancovFilesAreRefused() => Covtools.Check("edges.py", "hostile_sancov_files_are_refused", Path.Combine(TestFolders.Create("hostile"), "a.sancov"));

    [Fact]
    public void ThreadsLoseNothing()
    {
        Covtools.Check("edges.py", "threads_lose_nothing", Guards);
        Covtools.Check("edges.py", "threads_lose_nothing", Flags);
    }
}
