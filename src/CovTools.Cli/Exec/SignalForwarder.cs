using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CovTools.Cli.Exec;

/// <summary>
/// While a command runs, signals that would end this process are the command's: they are passed on, and never end this process. What the terminal sends (Ctrl-C, Ctrl-\)
/// reaches the command by itself, when it is in the terminal's foreground.
/// </summary>
internal sealed class SignalForwarder : IDisposable
{
    private const PosixSignal User1 = (PosixSignal)10;
    private const PosixSignal User2 = (PosixSignal)12;
    private static readonly PosixSignal[] s_signals = [PosixSignal.SIGHUP, PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGTERM, User1, User2];

    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly int _process;

    public SignalForwarder(Process process)
    {
        _process = process.Id;
        _registrations.AddRange(s_signals.Select(signal => PosixSignalRegistration.Create(signal, Forward)));
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private static bool IsForeground()
    {
        // proc_pid_stat(5): behind the name in parentheses state, ppid, pgrp, session, tty, tpgid.
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[2] == fields[5];
    }

    private static int Number(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGQUIT => 3,
        PosixSignal.SIGTERM => 15,
        _ => (int)signal,
    };

    private void Forward(PosixSignalContext context)
    {
        context.Cancel = true;
        if (context.Signal is PosixSignal.SIGINT or PosixSignal.SIGQUIT && IsForeground())
        {
            return;
        }

        // That the command has ended meanwhile is all that can go wrong.
        _ = Kill(_process, Number(context.Signal));
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Kill(int process, int signal);
}
