namespace CovTools.Cli.Progress;

/// <summary>Chooses how progress is shown.</summary>
internal static class ProgressDisplay
{
    public static IProgressDisplay Create(bool wanted)
    {
        if (!wanted)
        {
            return new QuietProgress(Console.Error);
        }

        return IsTerminal() ? new LiveProgress(Console.Error) : new PlainProgress(Console.Error, TimeProvider.System);
    }

    private static bool IsTerminal() =>
        !Console.IsErrorRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";
}
