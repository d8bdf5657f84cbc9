using System.Text.RegularExpressions;

namespace CovTools.MSBuild.Tests;

/// <summary>How a program ended, and what it wrote.</summary>
internal sealed partial record CommandResult(int ExitCode, string Output)
{
    public CommandResult Succeeds()
    {
        ExitCode.ShouldBe(0, Output);
        return this;
    }

    public CommandResult Fails()
    {
        ExitCode.ShouldNotBe(0, Output);
        return this;
    }

    /// <summary>The lines that have an error or a warning of a code, each once: a build repeats them in its summary. Without the node in front and the project at the end.</summary>
    public IReadOnlyList<string> Of(string code) =>
    [
        .. Output.Split('\n').Where(line => line.Contains($" {code}: ", StringComparison.Ordinal)).Select(static line => Decoration().Replace(line, "").Trim()).Distinct(),
    ];

    /// <summary>A target with this name was executed (at verbosity <c>detailed</c>: its task was).</summary>
    public bool Ran(string task) => Output.Contains($"Done executing task \"{task}\"", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*\d+(:\d+)?>| \[[^\]]*proj[^\]]*\]$", RegexOptions.ExplicitCapture)]
    private static partial Regex Decoration();
}
