namespace CovTools.Cli.Tests.Merge;

/// <summary>Wrong merges: exit code 2, a line that helps, and nothing written.</summary>
public sealed class MergeUsageTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("", "an input is needed")]
    [InlineData("-sample a", "-sample: this tool")]
    [InlineData("--llvm 12 a", "--llvm: 12 is not within 13 to 23")]
    [InlineData("--failure-mode none a", "--failure-mode: 'none' is none of any, all, warn")]
    [InlineData("--weighted-input 0,a", "'0,a': an input's weight must be a whole number above 0")]
    [InlineData("--weighted-input a", "'a': an input's weight")]
    [InlineData("--function ( a", "--function: '(' is not a regular expression")]
    [InlineData("--num-threads -1 a", "--num-threads: a number from 0 on is needed")]
    [InlineData("--text --raw-version 8 a", "--raw-version lays profiles out anew and does nothing else")]
    [InlineData("--watch d --raw-version 8", "--watch and --raw-version")]
    [InlineData("--correlate binary a", "--correlate binary needs --binary-file FILE")]
    [InlineData("--correlate debug-info a", "--correlate debug-info: profiles that are correlated by debug info cannot be read")]
    [InlineData("--watch d a", "--watch and inputs cannot be given together")]
    [InlineData("--settle -1 --watch d", "--settle: seconds between 0 and 1000000 are needed")]
    public async Task AWrongValueIsAUsageError(string options, string message)
    {
        var result = await Tool.RunAsync(_workspace.Root, ["merge", "-o", "out", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        result.WithExitCode(2).Error.ShouldContain(message);
        result.Output.ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(_workspace.Root).ShouldBeEmpty();
    }

    [Fact]
    public async Task TheInputsCanBeListed()
    {
        await File.WriteAllTextAsync(Path.Combine(_workspace.Root, "b"), "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_workspace.Root, "a"), "", TestContext.Current.CancellationToken);

        var result = await Tool.RunAsync(_workspace.Root, "merge", "--weighted-input", "3,.", "-dump-input-file-list", "b");

        result.WithExitCode(0).Output.ShouldBe("1,b\n3,./a\n3,./b\n");
    }
}
