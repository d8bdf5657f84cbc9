namespace CovTools.Testing.Platform;

/// <summary>
/// Makes a test program fail whose tests succeeded. The platform has no way to do that from the process that watches the tests, so the exit code is changed when
/// this process ends; one that tells of failed tests stays.
/// </summary>
internal static class FailingExit
{
    /// <summary>The platform's own codes end at 13.</summary>
    public const int Code = 103;

    private static int s_isRequested;

    /// <summary>The program ends with <see cref="Code"/>, unless it ends with another failure.</summary>
    public static void Request()
    {
        if (Interlocked.Exchange(ref s_isRequested, 1) == 0)
        {
            AppDomain.CurrentDomain.ProcessExit += static (_, _) => Environment.ExitCode = Environment.ExitCode == 0 ? Code : Environment.ExitCode;
        }
    }
}
