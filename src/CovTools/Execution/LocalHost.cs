using System.Runtime.InteropServices;

namespace CovTools.Execution;

/// <summary>This machine: the driver is a child process. Linux only, because capture is.</summary>
public sealed class LocalHost : IScriptHost
{
    private readonly string _scratchRoot;

    /// <summary>Prepares to run scripts on this machine.</summary>
    /// <param name="scratchRoot">Folder for scratch directories of scripts; empty: the system's temporary folder.</param>
    public LocalHost(string scratchRoot = "") => _scratchRoot = scratchRoot;

    /// <inheritdoc/>
    public string Name => "this machine";

    /// <inheritdoc/>
    public Task<IDriverTransport> StartDriverAsync(DriverSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        cancellationToken.ThrowIfCancellationRequested();
        if (!OperatingSystem.IsLinux())
        {
            throw new EnvironmentIncompleteException(
                "scripts can be run on this machine only under Linux, because counters are captured there; use --host docker, which works from any system");
        }

        var driverFolder = EmbeddedRuntime.Extract(EmbeddedRuntime.DriverFiles);
        var libcovrt = EmbeddedRuntime.Libcovrt(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64") is { } file
            ? Path.Combine(EmbeddedRuntime.Extract([file]), file.Path)
            : "";
        return Task.FromResult<IDriverTransport>(LocalDriver.Start(settings, driverFolder, libcovrt, _scratchRoot));
    }
}
