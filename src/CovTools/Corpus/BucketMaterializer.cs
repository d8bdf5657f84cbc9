namespace CovTools.Corpus;

/// <summary>Makes a tree <c>OUT/BUCKET/GROUP/…</c> of a scanned corpus, by links or copies; doing it again changes nothing.</summary>
public sealed class BucketMaterializer
{
    private const int CrossDevice = 18; // EXDEV
    private const int WindowsCrossDevice = 17; // ERROR_NOT_SAME_DEVICE

    // What a killed run may leave behind; the next one takes it away.
    private const string TemporaryName = ".covtools-new";

    private readonly ScannedCorpus _corpus;
    private readonly string _output;
    private readonly MaterializeMode _mode;
    private readonly bool _force;

    /// <param name="corpus">What to materialise.</param>
    /// <param name="output">The tree to make; must neither be the corpus nor lie in it.</param>
    /// <param name="mode">How.</param>
    /// <param name="force">Replace files that differ, and bear files that do not belong.</param>
    /// <exception cref="UsageException">The output lies in the corpus.</exception>
    public BucketMaterializer(ScannedCorpus corpus, string output, MaterializeMode mode, bool force = false)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(output);
        _corpus = corpus;
        _output = Path.TrimEndingDirectorySeparator(Path.GetFullPath(output));
        _mode = mode;
        _force = force;
        if (RealPath.IsSameOrInside(RealPath.Resolve(_output), RealPath.Resolve(corpus.Root)))
        {
            throw new UsageException($"--materialize: '{output}' lies in the corpus; the next scan would find its files");
        }
    }

    /// <summary>Makes the tree.</summary>
    /// <exception cref="UsageException">The output holds files that differ or do not belong, or the file system cannot link.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; doing it again completes it.</exception>
    public MaterializeResult Run(CancellationToken cancellationToken = default)
    {
        if (!_force)
        {
            RefuseStrangers(cancellationToken);
        }

        var created = 0;
        var unchanged = 0;
        var replaced = 0;
        var failures = new List<FailedScript>();
        foreach (var script in _corpus.Scripts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var outcome = Place(script);
                created += outcome == Outcome.Created ? 1 : 0;
                unchanged += outcome == Outcome.Unchanged ? 1 : 0;
                replaced += outcome == Outcome.Replaced ? 1 : 0;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                failures.Add(new FailedScript(script.Path, FileError.Describe(exception)));
            }
        }

        return new MaterializeResult(created, unchanged, replaced, failures);
    }

    /// <summary>Where a script goes, relative to the output: its bucket, then its path.</summary>
    internal string RelativeTarget(ScriptFile script) => _corpus.IsBucketed ? script.Path : $"{script.Bucket.Label}/{script.Path}";

    private Outcome Place(ScriptFile script)
    {
        var source = Path.Join(_corpus.Root, script.Path);
        var target = Path.Join(_output, RelativeTarget(script));
        var existing = new FileInfo(target);
        var isThere = existing.Exists || existing.LinkTarget is not null;
        if (isThere)
        {
            if (IsAsItShouldBe(source, existing))
            {
                return Outcome.Unchanged;
            }

            if (!_force)
            {
                throw new UsageException($"--materialize: '{target}' exists and differs from '{script.Path}' (--force replaces it)");
            }
        }

        var folder = Path.GetDirectoryName(target)!; // its bucket at least
        Directory.CreateDirectory(folder);
        var temporary = Path.Join(folder, TemporaryName);
        try
        {
            File.Delete(temporary);
            Make(source, temporary);
            File.Move(temporary, target, overwrite: isThere);
        }
        finally
        {
            File.Delete(temporary);
        }

        return isThere ? Outcome.Replaced : Outcome.Created;
    }

    private bool IsAsItShouldBe(string source, FileInfo existing)
    {
        if (_mode == MaterializeMode.SymbolicLink)
        {
            return existing.LinkTarget == source;
        }

        var original = new FileInfo(FinalTarget(source));
        return existing.LinkTarget is null
            && existing.Length == original.Length
            && existing.LastWriteTimeUtc == original.LastWriteTimeUtc
            && HaveSameBytes(existing.FullName, original.FullName);
    }

    private enum Outcome
    {
        Created,
        Unchanged,
        Replaced,
    }

    private void Make(string source, string created)
    {
        switch (_mode)
        {
            case MaterializeMode.SymbolicLink:
                if (!File.Exists(source))
                {
                    throw new FileNotFoundException();
                }

                File.CreateSymbolicLink(created, source);
                break;
            case MaterializeMode.HardLink:
                MakeHardLink(FinalTarget(source), created);
                break;
            default:
                var modified = File.GetLastWriteTimeUtc(FinalTarget(source));
                File.Copy(source, created);
                if (File.GetLastWriteTimeUtc(created) != modified)
                {
                    File.SetLastWriteTimeUtc(created, modified);
                }

                break;
        }
    }

    private void MakeHardLink(string source, string created)
    {
        try
        {
            NativeFile.CreateHardLink(source, created);
        }
        catch (IOException exception) when (exception.HResult == (OperatingSystem.IsWindows() ? WindowsCrossDevice : CrossDevice))
        {
            throw new UsageException($"--materialize: '{source}' and '{_output}' are on different file systems, where hard links are not possible; use --by copy or --by symlink", exception);
        }
    }

    private static string FinalTarget(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    private static bool HaveSameBytes(string first, string second)
    {
        using var left = File.OpenRead(first);
        using var right = File.OpenRead(second);
        Span<byte> leftBuffer = stackalloc byte[4096];
        Span<byte> rightBuffer = stackalloc byte[4096];
        while (true)
        {
            var read = left.ReadAtLeast(leftBuffer, leftBuffer.Length, throwOnEndOfStream: false);
            var other = right.ReadAtLeast(rightBuffer, rightBuffer.Length, throwOnEndOfStream: false);
            if (!leftBuffer[..read].SequenceEqual(rightBuffer[..other]))
            {
                return false;
            }

            if (read == 0)
            {
                return true;
            }
        }
    }

    /// <summary>Files of another corpus or interval beside ours would make a tree that is neither.</summary>
    private void RefuseStrangers(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_output))
        {
            return;
        }

        var expected = _corpus.Scripts.Select(RelativeTarget).ToHashSet(StringComparer.Ordinal);
        var everything = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 };
        foreach (var file in Directory.EnumerateFiles(_output, "*", everything))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var relative = Path.GetRelativePath(_output, file).Replace(Path.DirectorySeparatorChar, '/');
            if (!expected.Contains(relative) && Path.GetFileName(relative) != TemporaryName)
            {
                throw new UsageException($"--materialize: '{file}' does not belong into this tree; choose an empty folder (--force lets such files be)");
            }
        }
    }
}
