using CovTools.Modules;
using CovTools.Profiles;

namespace CovTools.Live;

/// <summary>
/// The counters of the instrumented native libraries that this very .NET process has loaded: so that a test can tell which native code a call reached. Linux only. Thread-safe; counting itself
/// goes on meanwhile in all threads, so tests that look at differences must not run beside others that call the same library.
/// </summary>
public static class NativeCoverage
{
    private static readonly Lock s_lock = new();
    private static LiveProcess? s_process;

    /// <summary>The instrumented libraries that are loaded now.</summary>
    /// <exception cref="EnvironmentIncompleteException">This is not Linux, or /proc is not there.</exception>
    public static IReadOnlyList<LiveModule> Modules => Use(process => process.Modules);

    /// <summary>Instrumented libraries that cannot be read, and why.</summary>
    /// <exception cref="EnvironmentIncompleteException">This is not Linux, or /proc is not there.</exception>
    public static IReadOnlyList<LiveProblem> Problems => Use(process => process.Problems.ToArray());

    /// <summary>Copies all counters as they are now.</summary>
    /// <exception cref="EnvironmentIncompleteException">This is not Linux, or /proc is not there.</exception>
    public static LiveSnapshot Snapshot() => Use(process => process.Snapshot());

    /// <summary>Sets every counter to "not executed". What LLVM's runtime writes at the end of the process then lacks what was before.</summary>
    /// <exception cref="EnvironmentIncompleteException">This is not Linux, or /proc is not there.</exception>
    public static void Reset() => Use(process =>
    {
        process.Reset();
        return true;
    });

    /// <summary>What was counted since a snapshot.</summary>
    /// <param name="snapshot">Of this process.</param>
    /// <exception cref="EnvironmentIncompleteException">This is not Linux, or /proc is not there.</exception>
    /// <exception cref="MalformedDataException">A library's file makes no sense.</exception>
    public static ModuleCounterSet Since(LiveSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return Snapshot().Since(snapshot);
    }

    /// <summary>What an action counts, and whatever runs beside it.</summary>
    /// <param name="action">Calls into native code.</param>
    /// <exception cref="EnvironmentIncompleteException">This is not Linux, or /proc is not there.</exception>
    /// <exception cref="MalformedDataException">A library's file makes no sense.</exception>
    public static ModuleCounterSet Of(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var before = Snapshot();
        action();
        return Since(before);
    }

    /// <summary>Saves all counters as they are now: .profraw as the libraries' own runtimes would write it, otherwise an indexed profile (.profdata). The file is complete or not there.</summary>
    /// <param name="path">The file; its extension decides.</param>
    /// <exception cref="EnvironmentIncompleteException">This is not Linux, or /proc is not there.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="MalformedDataException">A library's file makes no sense.</exception>
    public static void Save(string path)
    {
        var snapshot = Snapshot();
        ReplacedFile.Write(path, stream =>
        {
            if (Path.GetExtension(path) == ".profraw")
            {
                snapshot.WriteRawProfile(stream);
            }
            else
            {
                snapshot.WriteProfile(stream);
            }
        });
    }

    private static T Use<T>(Func<LiveProcess, T> use)
    {
        lock (s_lock)
        {
            if (s_process is null)
            {
                s_process = new LiveProcess(Environment.ProcessId);
            }
            else
            {
                s_process.Refresh();
            }

            return use(s_process);
        }
    }
}
