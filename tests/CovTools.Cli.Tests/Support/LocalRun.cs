namespace CovTools.Cli.Tests;

/// <summary>One run of the whole sample corpus on this machine, which several test classes look at.</summary>
public sealed class LocalRun : IDisposable
{
    private readonly Lazy<Task<ToolResult>> _run;
    private readonly Workspace _workspace = new();

    public LocalRun() => _run = new Lazy<Task<ToolResult>>(CollectAsync);

    public TinytensorCorpus Corpus { get; } = new();

    internal Workspace Workspace => _workspace;

    internal Task<ToolResult> ResultAsync() => _run.Value;

    public void Dispose()
    {
        _workspace.Dispose();
        Corpus.Dispose();
    }

    private Task<ToolResult> CollectAsync()
    {
        LlvmTools.Require();
        return Tool.RunAsync(
            _workspace.Root, "run", Corpus.Path, "--library", "tinytensor", "--baseline", "b", "--timeout", "2", "-o", _workspace.Output, "--json");
    }
}
