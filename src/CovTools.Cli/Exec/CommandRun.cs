using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using CovTools.Live;

namespace CovTools.Cli.Exec;

/// <summary>Runs a command under a capture, with this process's terminal.</summary>
internal static class CommandRun
{
    private const int BrokenPipe = 13;
    private const nint DefaultAction = 0;
    private const nint Ignore = 1;
    private static readonly TimeSpan s_firstLook = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(1);

    /// <summary>Runs it to its end.</summary>
    /// <param name="program">Its file.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="session">What it counts into.</param>
    /// <param name="instruments">Compilers that it starts instrument.</param>
    /// <returns>Its exit code; 128 and the signal that ended it.</returns>
    /// <exception cref="EnvironmentIncompleteException">It cannot be started.</exception>
    public static async Task<int> RunAsync(string program, IEnumerable<string> arguments, CaptureSession session, bool instruments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        if (instruments)
        {
            InstrumentingEnvironment.Apply(start.Environment, ProgramPath.Find);
        }

        session.ApplyTo(start);
        using var process = Start(start);
        using var signals = new SignalForwarder(process);
        for (var pause = s_firstLook; !await HasEndedAsync(process, pause).ConfigureAwait(false); pause = pause * 2 > s_longestPause ? s_longestPause : pause * 2)
        {
            Look(session);
        }

        return process.ExitCode;
    }

    private static Process Start(ProcessStartInfo start)
    {
        // .NET ignores SIGPIPE, and programs inherit that; a writer of a closed pipe would not end.
        Signal(BrokenPipe, DefaultAction);
        try
        {
            return Process.Start(start)!; // Null only with the shell.
        }
        catch (Win32Exception exception)
        {
            throw new EnvironmentIncompleteException($"cannot start {start.FileName}: {exception.Message}", exception);
        }
        finally
        {
            Signal(BrokenPipe, Ignore);
        }
    }

    private static async Task<bool> HasEndedAsync(Process process, TimeSpan patience)
    {
        try
        {
            await process.WaitForExitAsync().WaitAsync(patience).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Programs that a build makes and removes again stay known.</summary>
    private static void Look(CaptureSession session)
    {
        try
        {
            session.LookAtModules();
        }
        catch (Exception exception) when (exception is MalformedDataException or IOException)
        {
            // Reading at the end says what is wrong; the command must not suffer.
        }
    }

    [DllImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint Signal(int number, nint handler);
}
