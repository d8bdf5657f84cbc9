namespace CovTools.Live;

/// <summary>
/// The counters of a process, seen from outside: nothing is needed inside it, and it does not stop. Linux only. Modules are found by their files, which are compared with
/// memory first. Not thread-safe.
/// </summary>
public sealed class LiveProcess : IDisposable
{
    private const int ResetChunk = 1 << 20;

    private readonly ProcessMemory _memory;
    private readonly LiveModuleFinder _finder;
    private List<LiveModule> _modules = [];

    /// <summary>Unloaded since; snapshots may still need their files.</summary>
    private readonly List<LiveModule> _gone = [];
    private byte[]? _zeros;

    /// <summary>Opens a process and finds its modules.</summary>
    /// <param name="process">Process id; this process's own is fine.</param>
    /// <exception cref="EnvironmentIncompleteException">There is no such process, or its memory may not be read; the message says why and what to do.</exception>
    public LiveProcess(int process)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new EnvironmentIncompleteException("counters of other processes can be read under Linux only");
        }

        Id = process;
        _memory = new ProcessMemory(process);
        _finder = new LiveModuleFinder(process, _memory);
        try
        {
            Refresh();
        }
        catch
        {
            _memory.Dispose();
            throw;
        }
    }

    /// <summary>Process id.</summary>
    public int Id { get; }

    /// <summary>The instrumented modules that were loaded at the last <see cref="Refresh"/>, by address.</summary>
    public IReadOnlyList<LiveModule> Modules => _modules;

    /// <summary>Instrumented modules that cannot be read, and why.</summary>
    public IReadOnlyList<LiveProblem> Problems => _finder.Problems;

    /// <summary>Looks for modules that were loaded or unloaded since.</summary>
    /// <exception cref="EnvironmentIncompleteException">The process has ended.</exception>
    public void Refresh()
    {
        var found = _finder.Find(_modules);
        _gone.AddRange(_modules.Except(found));
        _modules = found;
    }

    /// <summary>Copies all counters. They may change meanwhile: what is copied first may be a moment older.</summary>
    /// <param name="reused">A snapshot that is not needed any more, whose memory is used again; null: none.</param>
    /// <returns>Modules that were unloaded since the last <see cref="Refresh"/> are left out.</returns>
    /// <exception cref="EnvironmentIncompleteException">The process has ended.</exception>
    public LiveSnapshot Snapshot(LiveSnapshot? reused = null)
    {
        var taken = new List<LiveCounters>(_modules.Count);
        foreach (var module in _modules)
        {
            var counters = reused?.Modules.FirstOrDefault(old => old.Module == module) ?? new LiveCounters(module);
            if (_memory.TryRead(module.CounterAddress, counters.CounterMemory) && _memory.TryRead(module.BitmapAddress, counters.BitmapMemory))
            {
                taken.Add(counters);
            }
        }

        return taken.Count == 0 && _modules.Count > 0 && !Directory.Exists($"/proc/{Id}")
            ? throw new EnvironmentIncompleteException($"process {Id} has ended")
            : new LiveSnapshot(taken);
    }

    /// <summary>
    /// Sets every counter to "not executed". A thread that is in the middle of counting may write its old count back: such a counter keeps its value. Modules that were unloaded meanwhile are
    /// skipped.
    /// </summary>
    public void Reset()
    {
        foreach (var module in _modules)
        {
            Fill(module.CounterAddress, module.CounterBytes, module.CounterSize == 1 ? (byte)0xff : (byte)0);
            Fill(module.BitmapAddress, module.BitmapBytes, 0);
        }
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        _modules.ForEach(module => module.Source.Dispose());
        _gone.ForEach(module => module.Source.Dispose());
        _memory.Dispose();
    }

    private void Fill(ulong address, int length, byte value)
    {
        var pattern = _zeros ??= new byte[ResetChunk];
        if (value != 0)
        {
            pattern = new byte[Math.Min(length, ResetChunk)];
            Array.Fill(pattern, value);
        }

        for (var done = 0; done < length; done += ResetChunk)
        {
            var size = Math.Min(ResetChunk, length - done);
            if (!_memory.TryWrite(address + (ulong)done, size == pattern.Length ? pattern : pattern[..size]))
            {
                return; // unloaded, or the process has ended
            }
        }
    }
}
