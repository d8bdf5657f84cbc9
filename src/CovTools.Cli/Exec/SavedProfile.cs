using CovTools.Live;
using CovTools.Profiles;

namespace CovTools.Cli.Exec;

/// <summary>Where the profile of a run goes.</summary>
internal sealed class SavedProfile
{
    private readonly string? _path;
    private readonly bool _appends;

    /// <summary>Checks what can be checked before the command runs.</summary>
    /// <param name="path">The file; null: the profile is not kept.</param>
    /// <param name="append">Add to it.</param>
    /// <exception cref="UsageException">There is nothing to append to, or no folder for the file.</exception>
    public SavedProfile(string? path, bool append)
    {
        if (append && path is null)
        {
            throw new UsageException("--append needs -o FILE");
        }

        if (path is not null && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
        {
            throw new UsageException($"-o {path}: there is no folder {folder}");
        }

        _path = path;
        _appends = append && File.Exists(path);
    }

    /// <summary>Writes it.</summary>
    /// <param name="result">What was counted.</param>
    /// <param name="temporary">Where to when it is not kept.</param>
    /// <param name="cancellationToken">Stops merging.</param>
    /// <returns>The file that was written.</returns>
    /// <exception cref="MalformedDataException">The profile to add to is damaged; it is left as it is.</exception>
    public string Write(CaptureResult result, string temporary, CancellationToken cancellationToken)
    {
        var path = _appends || _path is null ? temporary : _path;
        ReplacedFile.Write(path, stream => result.WriteProfile(stream));
        if (!_appends || _path is null)
        {
            return path;
        }

        var merged = ProfileMerge.Run([new MergeInput(_path), new MergeInput(temporary)], new MergeOptions(), cancellationToken);
        if (merged.Inputs.FirstOrDefault(input => input.Status is not (InputStatus.Merged or InputStatus.Suspicious)) is { } bad)
        {
            throw new MalformedDataException(bad.Name, bad.Offset, $"cannot add to it: {bad.Reason}");
        }

        ReplacedFile.Write(_path, stream => IndexedProfileWriter.Write(merged.Profile, stream));
        return _path;
    }
}
