using CovTools.Containers;

namespace CovTools.Execution;

/// <summary>Containers of one image: each driver is the main process of a container of its own. A container that dies is replaced by the next call.</summary>
public sealed class ContainerHost : IScriptHost
{
    /// <summary>Where the driver and libcovrt are in the container.</summary>
    private const string RuntimeFolder = "/opt/covtools";

    /// <summary>Where scripts have their working directories: a memory file system of the container.</summary>
    private const string ScratchFolder = "/scratch";

    /// <summary>User and group "nobody" of the Linux Standard Base.</summary>
    private const string UnprivilegedUser = "65534:65534";

    private readonly ContainerLauncher _launcher;
    private readonly ContainerImage _image;
    private readonly CorpusMount _corpus;
    private readonly ContainerLimits _limits;
    private readonly Action<string> _note;
    private readonly string _runtime;

    /// <summary>Prepares to run scripts in containers.</summary>
    /// <param name="launcher">Starts the containers.</param>
    /// <param name="image">Their image, which the engine has.</param>
    /// <param name="corpus">The corpus as containers see it.</param>
    /// <param name="limits">What a container may use and do.</param>
    /// <param name="note">Takes sentences for the user.</param>
    public ContainerHost(ContainerLauncher launcher, ContainerImage image, CorpusMount corpus, ContainerLimits limits, Action<string> note)
    {
        ArgumentNullException.ThrowIfNull(launcher);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(note);
        _launcher = launcher;
        _image = image;
        _corpus = corpus;
        _limits = limits;
        _note = note;
        var libcovrt = EmbeddedRuntime.Libcovrt(image.Architecture);
        HasLibcovrt = libcovrt is not null;
        var driver = EmbeddedRuntime.DriverFiles.Select(file => file with { Path = "driver/" + file.Path });
        _runtime = EmbeddedRuntime.Extract([.. driver, .. libcovrt is null ? [] : new[] { libcovrt }]);
    }

    /// <inheritdoc/>
    public string Name => $"a container of {_image.Name}";

    private bool HasLibcovrt { get; }

    private string User => _limits.User ?? (_image.RunsAsRoot ? UnprivilegedUser : _image.User);

    /// <inheritdoc/>
    public async Task<IDriverTransport> StartDriverAsync(DriverSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var log = new TextTail();
        if (_limits.User is null && _image.RunsAsRoot)
        {
            log.Add($"(the image runs as root, the container as user {UnprivilegedUser}; if it cannot read the library, give --container-user root)");
        }

        var launch = new ContainerLaunch
        {
            Specification = Specification(settings),
            Uploads = [ContainerUpload.OfDirectory(_runtime, RuntimeFolder)],
            ErrorLine = log.Add,
            Note = _note,
        };
#pragma warning disable CA2000 // The driver owns the session and disposes of it.
        var session = await _launcher.StartAsync(launch, cancellationToken).ConfigureAwait(false);
#pragma warning restore CA2000
        return new ContainerDriver(session, log)
        {
            CorpusRoot = _corpus.Mount.Target,
            LibcovrtPath = HasLibcovrt ? $"{RuntimeFolder}/libcovrt.so" : "",
            ScratchRoot = ScratchFolder,
        };
    }

    private ContainerSpecification Specification(DriverSettings settings) => new()
    {
        Image = _image.Id,
        Command = [settings.Library.Python is { Length: > 0 } python ? python : "python3", $"{RuntimeFolder}/driver"],
        Environment = new Dictionary<string, string>
        {
            ["COVTOOLS_RUN"] = settings.RunId,
            ["PYTHONDONTWRITEBYTECODE"] = "1",
            ["HOME"] = ScratchFolder,
        },
        User = User,
        WorkingDirectory = "/",
        Network = _limits.Network,
        Mounts = [_corpus.Mount, ContainerMount.Tmpfs(ScratchFolder, _limits.ScratchBytes)],
        MemoryBytes = _limits.MemoryBytes,
        PidsLimit = _limits.Pids,

        // The driver itself reaps orphans and forwards signals: process 1 needs no helper, which not every engine has.
        Init = false,
    };
}
