using System.Globalization;
using System.Net;

namespace CovTools.Containers;

/// <summary>Starts the containers of one run, with unique names and the labels by which leftovers are recognised. Safe for concurrent use.</summary>
public sealed class ContainerLauncher
{
    private const int NameAttempts = 10000;
    private readonly IReadOnlyDictionary<string, string> _labels;
    private int _number = -1;

    /// <summary>Makes a launcher.</summary>
    /// <param name="engine">Where containers are started.</param>
    /// <param name="run">Id of the run: letters, digits, <c>_ . -</c>.</param>
    /// <param name="owner">The process to which they belong; null: this one.</param>
    public ContainerLauncher(IContainerEngine engine, string run, ProcessIdentity? owner = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentException.ThrowIfNullOrEmpty(run);
        if (!run.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-'))
        {
            throw new ArgumentException($"'{run}' cannot be part of a container's name", nameof(run));
        }

        Engine = engine;
        Run = run;
        _labels = ContainerLabels.For(run, owner ?? ProcessIdentity.Current());
    }

    /// <summary>Where containers are started.</summary>
    public IContainerEngine Engine { get; }

    /// <summary>Id of the run.</summary>
    public string Run { get; }

    /// <summary>Creates a container, puts its files into it, attaches to it and starts it; nothing is left behind when that fails.</summary>
    /// <exception cref="EnvironmentIncompleteException">The engine does not have the image.</exception>
    public async Task<ContainerSession> StartAsync(ContainerLaunch launch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(launch);
        cancellationToken.ThrowIfCancellationRequested();
        var specification = launch.Specification with
        {
            OpenInput = true,
            Mounts = [.. launch.Specification.Mounts, .. UploadVolumes(launch)],
        };
        var (name, created) = await CreateAsync(specification).ConfigureAwait(false);
        var session = new ContainerSession(Engine, name, created.Id, launch);
        try
        {
            foreach (var warning in created.Warnings)
            {
                launch.Note($"{name}: {warning}");
            }

            await session.StartAsync(cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Creates a container with a free name and our labels; the caller removes it. It is not cancellable: a creation that is broken off
    /// would leave a container behind that nobody knows.
    /// </summary>
    internal async Task<(string Name, CreatedContainer Created)> CreateAsync(ContainerSpecification specification)
    {
        var labels = new Dictionary<string, string>(specification.Labels, StringComparer.Ordinal);
        foreach (var (key, value) in _labels)
        {
            labels[key] = value;
        }

        specification = specification with { Labels = labels };
        for (var attempt = 1; ; attempt++)
        {
            var name = NextName();
            try
            {
                return (name, await Engine.CreateAsync(name, specification, CancellationToken.None).ConfigureAwait(false));
            }
            catch (ContainerEngineException exception) when (IsNameInUse(exception) && attempt < NameAttempts)
            {
                // A leftover of an earlier attempt at this run that belongs to nobody known: it keeps its name.
            }
            catch (ContainerEngineException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
            {
                throw new EnvironmentIncompleteException($"container image '{specification.Image}': {exception.EngineMessage}", exception);
            }
        }
    }

    /// <summary>Creates a volume with our labels; the caller removes it.</summary>
    internal async Task<string> CreateVolumeAsync()
    {
        var name = NextName();
        await Engine.CreateVolumeAsync(name, _labels, CancellationToken.None).ConfigureAwait(false);
        return name;
    }

    // Podman 4 answers 500, so its words have to be read.
    private static bool IsNameInUse(ContainerEngineException exception)
        => exception.Status == (int)HttpStatusCode.Conflict
            || (exception.Status == (int)HttpStatusCode.InternalServerError
                && exception.EngineMessage.Contains("is already in use", StringComparison.Ordinal));

    private static IEnumerable<ContainerMount> UploadVolumes(ContainerLaunch launch)
        => launch.Uploads.Select(upload => upload.Directory)
            .Distinct(StringComparer.Ordinal)
            .Where(directory => launch.Specification.Mounts.All(mount => mount.Target != directory))
            .Select(directory => ContainerMount.Volume(string.Empty, directory, readOnly: false));

    private string NextName()
        => string.Create(CultureInfo.InvariantCulture, $"covtools-{Run}-{Interlocked.Increment(ref _number)}");
}
