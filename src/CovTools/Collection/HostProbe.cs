using CovTools.Execution;
using CovTools.Libraries;

namespace CovTools.Collection;

/// <summary>Finds out what a host can do for a library: small scripts end in many ways, and what was lost is told.</summary>
public static class HostProbe
{
    private const double Timeout = 3;
    private const double StartTimeout = 120;

    /// <summary>Ways to end, the script's text, and the outcome that a good host gives.</summary>
    private static readonly (string Name, string Code, ScriptOutcome Expected)[] s_probes =
    [
        ("return", "pass\n", ScriptOutcome.Ok),
        ("exception", "raise ValueError('probe')\n", ScriptOutcome.Exception),
        ("os._exit", "import os\nos._exit(3)\n", ScriptOutcome.Exit),
        ("SIGSEGV", "import os\nos.kill(os.getpid(), 11)\n", ScriptOutcome.Signal),
        ("SIGABRT", "import os\nos.abort()\n", ScriptOutcome.Signal),
        ("SIGKILL", "import os\nos.kill(os.getpid(), 9)\n", ScriptOutcome.Signal),
        ("fork", "import os\nif os.fork() == 0:\n    os._exit(0)\nos.wait()\n", ScriptOutcome.Ok),
        ("timeout", "while True:\n    pass\n", ScriptOutcome.Timeout),
    ];

    /// <summary>Probes a host.</summary>
    /// <param name="library">The library, or one without modules to probe the host alone.</param>
    /// <param name="host">Where.</param>
    /// <param name="image">Image for a container; null: the library's.</param>
    /// <param name="cancellationToken">Stops it; what was started is ended.</param>
    /// <exception cref="EnvironmentIncompleteException">The host lacks something without which nothing runs.</exception>
    /// <exception cref="DriverException">The driver cannot start there: no Python, or the library's import fails.</exception>
    /// <exception cref="Containers.ContainerEngineException">The container engine refuses.</exception>
    public static async Task<HostProbeResult> RunAsync(LibraryFile library, HostKind host, string? image, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(library);
        var folder = Directory.CreateTempSubdirectory("covtools-doctor-");
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                // A container may run as another user.
                folder.UnixFileMode |= UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
            }

            foreach (var (name, code, _) in s_probes)
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{name}.py"), code, cancellationToken).ConfigureAwait(false);
            }

            var observer = new HostProbeObserver();
            var request = new CollectionRequest
            {
                Library = library.Command.IsEmpty ? library : library with { Command = [] },
                CorpusRoot = folder.FullName,
                Host = host,
                Image = image,
                Baseline = "doctor",
                Output = folder.FullName,
                Jobs = 1,
                TimeoutSeconds = Timeout,
            };
            var prepared = await HostFactory.CreateAsync(request, observer, cancellationToken).ConfigureAwait(false);
            await using (prepared.ConfigureAwait(false))
            {
                var settings = new DriverSettings
                {
                    RunId = Guid.NewGuid().ToString("n"),
                    Library = prepared.Library,
                    CorpusRoot = folder.FullName,
                    Workers = 1,
                    TimeoutSeconds = Timeout,
                    StartTimeoutSeconds = StartTimeout,
                };
                var scripts = s_probes.Select((probe, index) => new ScriptRequest($"{index:x16}", $"{probe.Name}.py"));
                await new ScriptPool(prepared.Host, settings, observer, scripts).RunAsync(cancellationToken).ConfigureAwait(false);
                return new HostProbeResult
                {
                    Host = prepared.Host.Name,
                    ImageId = prepared.ImageId,
                    Ready = observer.Ready ?? throw new InvalidOperationException("a pool ended without a driver that was ready"),
                    Modules = observer.Modules,
                    Notes = observer.Notes,
                    Ends = [.. s_probes.Select((probe, index) => new HostProbeEnd(probe.Name, probe.Expected, observer.Endings[$"{index:x16}"]))],
                };
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
