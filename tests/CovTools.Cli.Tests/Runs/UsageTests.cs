namespace CovTools.Cli.Tests;

/// <summary>Wrong commands: exit code 2, a line that helps, and nothing written.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public UsageTests() => _workspace.Ordinary(1);

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("--filter (", "--filter")]
    [InlineData("--library tinytensr", "tinytensor")]
    [InlineData("--memory 4Q", "--memory: '4Q' is not a size")]
    [InlineData("--timeout 0", "--timeout: '0' is not a number of seconds above 0")]
    [InlineData("--jobs 0", "--jobs: '0' is not a whole number above 0")]
    [InlineData("--trial -1", "--trial: '-1' is not a whole number above 0")]
    [InlineData("--interval 0", "--interval")]
    [InlineData("--baseline a/b", "'a/b' cannot be a baseline")]
    [InlineData("--baseline ..", "'..' cannot be a baseline")]
    [InlineData("--library-file x.json --library tinytensor", "--library and --library-file cannot be given together")]
    [InlineData("--library-version 9", "'tinytensor'")]
    [InlineData("--host moon", "--host: 'moon' is none of local, docker")]
    [InlineData("--capture guess", "--capture: 'guess' is none of auto, memory, profraw")]
    [InlineData("--isolation 2", "--isolation: '2' is none of auto, fork, process")]
    [InlineData("--target elsewhere", "CORPUS and --target")]
    [InlineData("--pattern *.nothing", "no scripts found (*.nothing)")]
    [InlineData("--no-such-option", "--no-such-option")]
    public async Task AWrongValueIsAUsageError(string options, string message)
    {
        var result = await Tool.RunAsync(_workspace.Root, _workspace.Command(options.Split(' ')));

        RequireUsageError(result, message);
    }

    [Fact]
    public async Task AMissingCorpusIsAUsageError() => RequireUsageError(
        await Tool.RunAsync(_workspace.Root, "run", "nowhere", "--library", "tinytensor", "--baseline", "b", "-o", _workspace.Output), "nowhere");

    [Fact]
    public async Task AFileIsNoCorpus() => RequireUsageError(
        await Tool.RunAsync(_workspace.Root, "run", Path.Combine(_workspace.Corpus, "g/s000.py"), "--library", "tinytensor", "--baseline", "b", "-o", _workspace.Output),
        "g/s000.py");

    [Fact]
    public async Task NoCorpusAtAllIsAUsageError() => RequireUsageError(
        await Tool.RunAsync(_workspace.Root, "run", "--library", "tinytensor", "--baseline", "b", "-o", _workspace.Output), "run CORPUS");

    [Fact]
    public async Task AMissingBaselineIsAUsageError() => RequireUsageError(
        await Tool.RunAsync(_workspace.Root, "run", _workspace.Corpus, "--library", "tinytensor", "-o", _workspace.Output), "--baseline");

    [Fact]
    public async Task NoLibraryIsAUsageError() => RequireUsageError(
        await Tool.RunAsync(_workspace.Root, "run", _workspace.Corpus, "--baseline", "b", "-o", _workspace.Output), "--library NAME or --library-file FILE");

    [Fact]
    public async Task AVariableThatALibraryNeedsIsNamed()
    {
        var result = await Tool.RunAsync(_workspace.Root, new Dictionary<string, string?> { ["COVTOOLS_SAMPLES"] = null }, _workspace.Command());

        result.WithExitCode(4).Error.ShouldContain("COVTOOLS_SAMPLES");
        Directory.Exists(_workspace.Output).ShouldBeFalse();
    }

    [Fact]
    public async Task ABrokenLibraryFileIsNamedWithTheLine()
    {
        var file = Path.Combine(_workspace.Root, "mine.json");
        await File.WriteAllTextAsync(file, "{\n  \"schema\": 1,\n  \"name\": \"mine\",\n  \"moduls\": []\n}\n", TestContext.Current.CancellationToken);

        var result = await Tool.RunAsync(_workspace.Root, "run", _workspace.Corpus, "--library-file", file, "--baseline", "b", "-o", _workspace.Output);

        result.ExitCode.ShouldBe(1, result.ToString());
        result.Error.ShouldContain("mine.json");
        result.Error.ShouldContain("line 4");
        result.Error.ShouldContain("did you mean 'modules'?");
        result.Output.ShouldBeEmpty();
        Directory.Exists(_workspace.Output).ShouldBeFalse();
    }

    [Fact]
    public async Task AModuleThatCannotBeImportedIsShownWithItsTraceback()
    {
        var file = Path.Combine(_workspace.Root, "mine.json");
        await File.WriteAllTextAsync(file, """{"schema":1,"name":"mine","modules":["no_such_module"]}""", TestContext.Current.CancellationToken);

        var result = await Tool.RunAsync(_workspace.Root, "run", _workspace.Corpus, "--library-file", file, "--baseline", "b", "-o", _workspace.Output);

        result.ExitCode.ShouldBe(1, result.ToString());
        result.Error.ShouldContain("ModuleNotFoundError");
        result.Error.ShouldContain("no_such_module");
        result.Error.ShouldNotContain("   at CovTools");
    }

    [Fact]
    public async Task AMissingInterpreterIsAnIncompleteEnvironment()
    {
        Components.RequireTinytensor();

        var result = await Tool.RunAsync(_workspace.Root, _workspace.Command("--python", "/nowhere/python3"));

        result.WithExitCode(4).Error.ShouldContain("/nowhere/python3");
    }

    [Theory]
    [InlineData("run")]
    [InlineData("bucket")]
    public async Task TheHelpOfAVerbShowsAnExample(string verb)
    {
        var result = (await Tool.RunAsync(_workspace.Root, verb, "--help")).WithExitCode(0);

        result.Output.ShouldContain($"dotnet cov-collect {verb} ");
        result.Output.ShouldContain("--filter");
        result.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task OptionsMayComeFromAFile()
    {
        Components.RequireTinytensor();
        var file = Path.Combine(_workspace.Root, "options");
        await File.WriteAllLinesAsync(file, _workspace.Command(), TestContext.Current.CancellationToken);

        var result = await Tool.RunAsync(_workspace.Root, "@" + file);

        result.WithExitCode(0).WithBalancedLedger().Ledger("ok").ShouldBe(1);
    }

    private void RequireUsageError(ToolResult result, string message)
    {
        result.WithExitCode(2).Error.ShouldContain(message);
        result.Output.ShouldBeEmpty();
        result.Error.Trim().Split('\n').Length.ShouldBeLessThanOrEqualTo(2, result.Error);
        Directory.Exists(_workspace.Output).ShouldBeFalse();
    }
}
