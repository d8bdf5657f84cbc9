using System.Net;

namespace CovTools.Containers;

/// <summary>Brings a corpus into containers: by bind mount, or as a copy when the engine runs on another machine.</summary>
public sealed class CorpusMounter
{
    private readonly ContainerLauncher _launcher;
    private readonly string _image;
    private readonly Action<string> _note;

    /// <summary>Makes a mounter.</summary>
    /// <param name="launcher">The launcher of the run.</param>
    /// <param name="image">An image that the engine has; nothing of it is run.</param>
    /// <param name="note">Receives sentences for the user.</param>
    public CorpusMounter(ContainerLauncher launcher, string image, Action<string> note)
    {
        ArgumentNullException.ThrowIfNull(launcher);
        ArgumentException.ThrowIfNullOrEmpty(image);
        ArgumentNullException.ThrowIfNull(note);
        _launcher = launcher;
        _image = image;
        _note = note;
    }

    /// <summary>Mounts <paramref name="directory"/> read-only at <paramref name="target"/>.</summary>
    /// <param name="directory">Absolute path of the corpus on this machine.</param>
    /// <param name="target">Absolute path in the containers.</param>
    /// <param name="mode">How.</param>
    /// <param name="cancellationToken">Cancels the copying; nothing is left behind.</param>
    public async Task<CorpusMount> MountAsync(string directory, string target, CorpusMountMode mode, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var bind = ContainerMount.Bind(directory, target, readOnly: true);
        if (mode == CorpusMountMode.Bind)
        {
            return new CorpusMount(bind, "a bind mount was asked for", [], () => ValueTask.CompletedTask);
        }

        var reason = mode == CorpusMountMode.Copy ? "a copy was asked for" : await WhyNotVisibleAsync(directory, bind, cancellationToken).ConfigureAwait(false);
        return reason.Length == 0
            ? new CorpusMount(bind, "the engine sees the directory", [], () => ValueTask.CompletedTask)
            : await CopyAsync(directory, target, reason, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks the engine for files of the directory through a container that is created and never started.</summary>
    private async Task<string> WhyNotVisibleAsync(string directory, ContainerMount bind, CancellationToken cancellationToken)
    {
        string id;
        try
        {
            id = (await _launcher.CreateAsync(Helper(bind)).ConfigureAwait(false)).Created.Id;
        }
        catch (ContainerEngineException exception) when (exception.Status is (int)HttpStatusCode.BadRequest or (int)HttpStatusCode.InternalServerError)
        {
            return $"the engine cannot mount the directory: {exception.EngineMessage}";
        }

        try
        {
            return await BindProbe.WhyDifferentAsync(_launcher.Engine, id, directory, bind.Target, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await RemoveAsync(id).ConfigureAwait(false);
        }
    }

    private async Task<CorpusMount> CopyAsync(string directory, string target, string reason, CancellationToken cancellationToken)
    {
        var volume = await _launcher.CreateVolumeAsync().ConfigureAwait(false);
        string? helper = null;
        try
        {
            // Uploads go through a container that may write to the volume; the containers of the run may not.
            helper = (await _launcher.CreateAsync(Helper(ContainerMount.Volume(volume, target, readOnly: false))).ConfigureAwait(false)).Created.Id;
            var leftOut = new List<LeftOutFile>();
            await _launcher.Engine.UploadAsync(
                helper,
                target,
                (stream, token) => DirectoryArchive.WriteAsync(directory, stream, (path, why) => leftOut.Add(new LeftOutFile(path, why)), token),
                cancellationToken).ConfigureAwait(false);
            await RemoveAsync(helper).ConfigureAwait(false);
            return new CorpusMount(ContainerMount.Volume(volume, target, readOnly: true), reason, leftOut, () => RemoveVolumeAsync(volume));
        }
        catch
        {
            if (helper is not null)
            {
                await RemoveAsync(helper).ConfigureAwait(false);
            }

            await RemoveVolumeAsync(volume).ConfigureAwait(false);
            throw;
        }
    }

    private ContainerSpecification Helper(ContainerMount mount)
        => new() { Image = _image, Command = ["true"], Mounts = [mount], DisableSecurityLabels = true };

    private async ValueTask RemoveAsync(string container)
    {
        try
        {
            await _launcher.Engine.RemoveAsync(container, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ContainerEngineException exception)
        {
            _note($"a helper container could not be removed, the next run will do it: {exception.Message}");
        }
    }

    private async ValueTask RemoveVolumeAsync(string volume)
    {
        try
        {
            await _launcher.Engine.RemoveVolumeAsync(volume, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ContainerEngineException exception)
        {
            _note($"the copy of the corpus could not be removed, the next run will do it: {exception.Message}");
        }
    }
}
