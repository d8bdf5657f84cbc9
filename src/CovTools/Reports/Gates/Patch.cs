namespace CovTools.Reports;

/// <summary>What a patch changes.</summary>
/// <param name="Files">The files that exist after it, in the patch's order; each once.</param>
/// <param name="Root">The folder that the paths are relative to; null: unknown.</param>
public sealed record Patch(IReadOnlyList<ChangedFile> Files, string? Root = null)
{
    /// <summary>Reads a file with a unified diff or, when there is no such file, asks git for the changes of a range.</summary>
    /// <param name="fileOrRange">Path of a diff, or a range or revision as <c>git diff</c> takes it: <c>main..HEAD</c>, <c>main...HEAD</c>, <c>HEAD~1</c>.</param>
    /// <param name="folder">A folder of the repository.</param>
    /// <param name="cancellation">Stops git.</param>
    /// <exception cref="MalformedDataException">The file is no unified diff, or a damaged one.</exception>
    /// <exception cref="UsageException">There is no such file, and git does not know such a range.</exception>
    /// <exception cref="EnvironmentIncompleteException">git is needed and is not installed.</exception>
    public static Patch Open(string fileOrRange, string folder, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(fileOrRange);
        if (!File.Exists(fileOrRange))
        {
            return GitDiff.Read(fileOrRange, folder, cancellation);
        }

        using var stream = File.OpenRead(fileOrRange);
        return Read(stream, fileOrRange);
    }

    /// <summary>Reads a unified diff as git or diff write it.</summary>
    /// <param name="stream">The diff.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="MalformedDataException">It is no unified diff, or a damaged one.</exception>
    public static Patch Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return new Patch(new DiffReader(stream, name).Read());
    }
}
