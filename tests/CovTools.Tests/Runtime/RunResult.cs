namespace CovTools.Tests.Runtime;

internal sealed record RunResult(int ExitCode, string Output, string Error);
