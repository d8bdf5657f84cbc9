using System.Text.Json;

namespace CovTools.Cli.Tests;

/// <summary>What a run of the tool printed.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>A number of the ledger in the JSON document.</summary>
    public int Ledger(string member) => Json.GetProperty("ledger").GetProperty(member).GetInt32();

    /// <summary>Requires an exit code; everything that was printed is in the message when it is another one.</summary>
    public ToolResult WithExitCode(int expected)
    {
        ExitCode.ShouldBe(expected, ToString());
        return this;
    }

    /// <summary>Requires that every script found has one place in the ledger.</summary>
    public ToolResult WithBalancedLedger()
    {
        string[] parts = ["ok", "exception", "exit", "signal", "timeout", "memory", "infrastructure", "leftOut"];
        parts.Sum(Ledger).ShouldBe(Ledger("found"), ToString());
        return this;
    }

    public override string ToString() => $"exit code {ExitCode}\n--- output\n{Output}\n--- error\n{Error}";
}
