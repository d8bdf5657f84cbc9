namespace CovTools.Tests.Runtime;

/// <summary>The Python module and processes that count by themselves.</summary>
public sealed class CovtoolsChildrenTests
{
    [Theory]
    [InlineData("every_end_is_counted")]
    [InlineData("every_way_to_start_one_is_counted")]
    [InlineData("sharing_keeps_what_was_counted")]
    [InlineData("join_by_environment")]
    [InlineData("libraries_loaded_later_are_counted")]
    public void ProcessesAreSummedUp(string check)
    {
        foreach (var coverage in new[] { "trace-pc-guard", "inline-bool-flag,pc-table" })
        {
            Covtools.Check(Environment(coverage), "children.py", check);
        }
    }

    [Fact]
    public void FilesOutliveEverybody() => WithFile("files_outlive_everybody");

    [Fact]
    public void DamagedFilesAreSaid() => WithFile("damaged_files_are_said");

    private static void WithFile(string check) =>
        Covtools.Check(Environment("trace-pc-guard"), "children.py", check, Path.Combine(TestFolders.Create("shared"), "counters"));

    private static Dictionary<string, string> Environment(string coverage) => new()
    {
        ["TEST_LLVM"] = InstrumentedProgram.Build("19").Plugin,
        ["TEST_OTHER"] = InstrumentedProgram.Build("14").Plugin,
        ["TEST_EDGES"] = SanitizedLibrary.Build(coverage),
    };
}
