using System.Net;

namespace CovTools.Containers;

/// <summary>
/// Removes what dead runs left in an engine: containers and volumes with our labels whose owning process is known to have
/// ended. Whatever belongs to a living process, to another machine or to somebody else stays.
/// </summary>
public sealed class LeftoverSweeper
{
    private readonly IContainerEngine _engine;
    private readonly Func<ProcessIdentity, ProcessLiveness> _check;

    /// <summary>Makes a sweeper.</summary>
    /// <param name="engine">The engine to sweep.</param>
    /// <param name="check">Tells whether an owner lives; null: <see cref="ProcessIdentity.Check"/>.</param>
    public LeftoverSweeper(IContainerEngine engine, Func<ProcessIdentity, ProcessLiveness>? check = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _engine = engine;
        _check = check ?? (owner => owner.Check());
    }

    /// <summary>Sweeps once; gives the names of the removed containers and volumes, in the engine's order.</summary>
    public async Task<IReadOnlyList<string>> SweepAsync(CancellationToken cancellationToken)
    {
        var removed = new List<string>();
        foreach (var container in await _engine.ListAsync(ContainerLabels.Run, cancellationToken).ConfigureAwait(false))
        {
            if (IsLeftover(container.Labels) && await _engine.RemoveAsync(container.Id, cancellationToken).ConfigureAwait(false))
            {
                removed.Add(container.Name);
            }
        }

        foreach (var volume in await _engine.ListVolumesAsync(ContainerLabels.Run, cancellationToken).ConfigureAwait(false))
        {
            if (IsLeftover(volume.Labels) && await TryRemoveVolumeAsync(volume.Name, cancellationToken).ConfigureAwait(false))
            {
                removed.Add(volume.Name);
            }
        }

        return removed;
    }

    private bool IsLeftover(IReadOnlyDictionary<string, string> labels)
        => ContainerLabels.FindOwner(labels) is { } owner && _check(owner) == ProcessLiveness.Dead;

    private async Task<bool> TryRemoveVolumeAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await _engine.RemoveVolumeAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (ContainerEngineException exception) when (exception.Status == (int)HttpStatusCode.Conflict)
        {
            // Somebody mounted it into a container of their own: theirs now.
            return false;
        }
    }
}
