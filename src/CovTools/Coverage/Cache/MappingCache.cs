using CovTools.Mapping;
using CovTools.Profiles;

namespace CovTools.Coverage;

/// <summary>
/// Compiled mappings on disk, so that a further profile of the same binaries costs only its counters. An entry is found by the contents of the coverage sections,
/// the rules of the release and the version of this program; one that is damaged is made again. Several processes may use a folder at the same time.
/// </summary>
public sealed class MappingCache
{
    /// <summary>What a cache takes on disk when nothing else is said, bytes.</summary>
    public const long DefaultLimit = 2L << 30;

    private const string Extension = ".mapping";
    private static readonly TimeSpan s_leftoverAge = TimeSpan.FromDays(1);

    private readonly string _folder;
    private readonly long _limit;

    /// <summary>Uses a folder, which is made when the first entry is written.</summary>
    /// <param name="folder">The folder; null for <see cref="DefaultFolder"/>.</param>
    /// <param name="limit">Bytes that entries may take; the entries that were not used for the longest time are removed. The entry just written stays.</param>
    public MappingCache(string? folder = null, long limit = DefaultLimit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        _folder = folder ?? DefaultFolder;
        _limit = limit;
    }

    /// <summary>XDG_CACHE_HOME/covtools/mappings, or .cache/covtools/mappings in the user's home (XDG Base Directory Specification).</summary>
    public static string DefaultFolder
    {
        get
        {
            var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            var root = Path.IsPathRooted(cache) ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return Path.Combine(root, "covtools", "mappings");
        }
    }

    /// <summary>How many mappings were found.</summary>
    public int Hits { get; private set; }

    /// <summary>Why the folder could not be read or written the last time it was tried; null when it could. It costs time only, never a result.</summary>
    public string? Failure { get; private set; }

    /// <summary>The summaries of some objects: read from the folder (then without the mapping itself), or compiled and kept there.</summary>
    /// <param name="objects">Objects in the order in which llvm-cov would be given them.</param>
    /// <param name="release">Whose llvm-cov is followed.</param>
    /// <param name="diagnostics">Gets what could not be read of the mappings. Mappings with diagnostics are not kept, so that they are told every time.</param>
    /// <param name="cancellation">Stops compiling.</param>
    /// <exception cref="MalformedDataException">See <see cref="CoverageMapping.Load"/>.</exception>
    public CoverageSummarizer GetSummarizer(
        IReadOnlyList<MappingSections> objects, LlvmRelease release, ICollection<MappingDiagnostic>? diagnostics = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(objects);
        var rules = SummaryRules.For(release);
        var key = MappingDigest.Of(objects, rules);
        var path = Path.Combine(_folder, Convert.ToHexStringLower(key) + Extension);
        Failure = null;
        if (TryRead(path, key) is { } kept)
        {
            Hits++;
            return new CoverageSummarizer(kept, release);
        }

        var mapping = CoverageMapping.Load(objects, cancellation);
        var summarizer = new CoverageSummarizer(mapping, release, cancellation);
        foreach (var diagnostic in mapping.Diagnostics)
        {
            diagnostics?.Add(diagnostic);
        }

        if (mapping.Diagnostics.Count == 0)
        {
            Keep(path, key, summarizer.Compiled);
        }

        return summarizer;
    }

    private CompiledMapping? TryRead(string path, byte[] key)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var mapping = CompiledMappingFile.Read(file, key);
            if (mapping is not null)
            {
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            }

            return mapping;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Failure = exception.Message;
            return null;
        }
    }

    private void Keep(string path, byte[] key, CompiledMapping mapping)
    {
        var partial = $"{path}.{Environment.ProcessId}-{Guid.NewGuid():N}.partial";
        try
        {
            Directory.CreateDirectory(_folder);
            try
            {
                using (var file = File.OpenHandle(partial, FileMode.CreateNew, FileAccess.Write))
                {
                    CompiledMappingFile.Write(file, key, mapping);
                }

                File.Move(partial, path, overwrite: true);
            }
            finally
            {
                File.Delete(partial);
            }

            Evict(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Failure = exception.Message;
        }
    }

    private void Evict(string written)
    {
        var now = DateTime.UtcNow;
        foreach (var leftover in new DirectoryInfo(_folder).EnumerateFiles("*.partial").Where(file => now - file.LastWriteTimeUtc > s_leftoverAge))
        {
            leftover.Delete();
        }

        var total = 0L;
        foreach (var entry in new DirectoryInfo(_folder).GetFiles("*" + Extension).OrderByDescending(static file => file.LastWriteTimeUtc))
        {
            total += entry.Length;
            if (total > _limit && entry.FullName != Path.GetFullPath(written))
            {
                entry.Delete();
            }
        }
    }
}
