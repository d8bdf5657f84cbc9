using System.Diagnostics;

namespace CovTools.Cli.Tests.Coverage;

/// <summary>How coverage grows from profile to profile: every row is what a report of the profiles up to there says.</summary>
public sealed class GrowthTests : IDisposable
{
    private const int Release = 19;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("covtools-growth-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("llvm")]
    [InlineData("llvm|--no-cache")]
    [InlineData("llvm|--ignore-filename-regex|no-such")]
    [InlineData("source-union")]
    public async Task EveryRowIsAReportOfTheProfilesUpToThere(string words)
    {
        var program = MeasuredProgram.Require(Release, "decisions.c");
        string[] options = ["--metric", .. words.Split('|'), "--format", "csv"];
        var profiles = Profiles(program);

        var growth = (await Run(["report", program.Binary, .. Named(profiles), "--growth", .. options])).WithExitCode(0).Output.Split('\n');

        growth.Length.ShouldBe(profiles.Length + 2);
        for (var last = 1; last <= profiles.Length; last++)
        {
            var report = (await Run(["report", program.Binary, .. Named(profiles[..last]), .. options])).WithExitCode(0).Output.Split('\n');
            var metric = words.Split('|')[0];
            growth[0].ShouldBe(report[0]);
            growth[last].ShouldBe(report[^2].Replace($"{metric},total,,", $"{metric},profile,{profiles[last - 1]},", StringComparison.Ordinal));
        }

        growth[1..^1].Select(row => row.Split(',')[4]).Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task TheTableHasALineForEachProfileAndOneWithHowManyThereAre()
    {
        var program = MeasuredProgram.Require(Release, "decisions.c");
        var profiles = Profiles(program);

        var table = (await Run(["report", program.Binary, .. Named(profiles), "--growth"])).WithExitCode(0).Output.Split('\n');

        table[0].ShouldBe("Metric: llvm");
        table[1].ShouldMatch("^Profile +Regions +Cover +Functions +Cover +Instantiations +Cover +Lines +Cover +Branches +Cover +MC/DC +Cover$");
        table[2..^2].Select(line => line.Split(' ')[0]).ShouldBe(profiles);
        table[^2].ShouldMatch("^of( +[0-9]+){6}$");
    }

    [Fact]
    public async Task GatesAreAboutAllProfilesTogether()
    {
        var program = MeasuredProgram.Require(Release, "decisions.c");

        (await Run(["report", program.Binary, .. Named(Profiles(program)), "--growth", "--fail-under", "line=100"])).WithExitCode(3).Error.ShouldContain("line");
    }

    [Theory]
    [InlineData("--format|markdown")]
    [InlineData("--show-functions")]
    public async Task AnotherTableAtTheSameTimeIsAUsageError(string words) =>
        (await Run(["report", "prog", "--profile", "p", "--growth", .. words.Split('|')])).WithExitCode(2).Error.ShouldContain("--growth is a table of its own");

    /// <summary>Runs of the program with more and more arguments; the second profile is a folder with two files.</summary>
    private string[] Profiles(MeasuredProgram program)
    {
        string[] paths = [Path.Combine(_folder.FullName, "first.profraw"), Path.Combine(_folder.FullName, "second"), Path.Combine(_folder.FullName, "third.profraw")];
        Directory.CreateDirectory(paths[1]);
        Execute(program, paths[0]);
        Execute(program, Path.Combine(paths[1], "a.profraw"), "1");
        Execute(program, Path.Combine(paths[1], "b.profraw"), "1", "0");
        Execute(program, paths[2], "3", "2", "1");
        return paths;
    }

    private static void Execute(MeasuredProgram program, string profile, params string[] arguments)
    {
        var start = new ProcessStartInfo(program.Binary, arguments) { RedirectStandardOutput = true };
        start.Environment["LLVM_PROFILE_FILE"] = profile;
        using var process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        File.Exists(profile).ShouldBeTrue();
    }

    private static IEnumerable<string> Named(IEnumerable<string> profiles) => profiles.SelectMany(path => new[] { "--profile", path });

    private Task<ToolResult> Run(params string[] arguments) =>
        Tool.RunAsync(_folder.FullName, new Dictionary<string, string?>(StringComparer.Ordinal) { ["XDG_CACHE_HOME"] = _folder.FullName }, arguments);
}
