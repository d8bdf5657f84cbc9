using System.ComponentModel;
using System.Diagnostics;

namespace CovTools.Execution;

/// <summary>A driver that is a child process of ours.</summary>
internal sealed class LocalDriver : IDriverTransport
{
    /// <summary>Time that a driver gets to end by itself after its input was closed.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly string _runId;
    private readonly TextTail _log = new();

    private LocalDriver(Process process, DriverSettings settings, string libcovrtPath, string scratchRoot)
    {
        _process = process;
        _runId = settings.RunId;
        CorpusRoot = Path.GetFullPath(settings.CorpusRoot);
        LibcovrtPath = libcovrtPath;
        ScratchRoot = scratchRoot;
        process.ErrorDataReceived += (_, line) => _log.Add(line.Data);
        process.BeginErrorReadLine();
    }

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    public string CorpusRoot { get; }

    public string LibcovrtPath { get; }

    public string ScratchRoot { get; }

    public string LogTail => _log.ToString();

    public static LocalDriver Start(DriverSettings settings, string driverFolder, string libcovrtPath, string scratchRoot)
    {
        var python = settings.Library.Python is { Length: > 0 } chosen ? chosen : "python3";
        var start = new ProcessStartInfo(python)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(driverFolder);
        start.Environment["COVTOOLS_RUN"] = settings.RunId;
        // Compiled files beside the library under test would make the second run differ from the first.
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        try
        {
            return new LocalDriver(Process.Start(start)!, settings, libcovrtPath, scratchRoot);
        }
        catch (Win32Exception exception)
        {
            throw new EnvironmentIncompleteException(
                $"cannot start '{python}' ({exception.Message}); install Python 3.8 or newer, or name an interpreter with --python or in the library file", exception);
        }
    }

    public async Task<string> DescribeEndAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _process.WaitForExitAsync(cancellationToken).WaitAsync(s_patience, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return "the driver closed its output but goes on";
        }

        return _process.ExitCode switch
        {
            // .NET reports a death by signal as 128 + its number.
            > 128 and < 193 and var code => $"the driver was killed by signal {code - 128}",
            var code => $"the driver ended with exit code {code}",
        };
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already, which is what closing its input is for.
        }

        try
        {
            await _process.WaitForExitAsync().WaitAsync(s_patience).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync().ConfigureAwait(false);
        }

        LeftoverProcesses.Kill(_runId);
        _process.Dispose();
    }
}
