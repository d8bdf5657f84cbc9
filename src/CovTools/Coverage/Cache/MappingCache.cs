using System.Security.Cryptography;
using System.Text;
using CovTools.Mapping;
using CovTools.Profiles;
using Microsoft.Win32.SafeHandles;

namespace CovTools.Coverage;

/// <summary>
/// Compiled mappings on disk, so that a further profile of the same binaries costs only its counters. An entry is found by the contents of the coverage sections,
/// the rules of the release and the version of this program; one that is damaged is made again. A note says which contents an object file had that has not changed since,
/// so that it need not be read. Several processes may use a folder at the same time.
/// </summary>
public sealed class MappingCache
{
    /// <summary>What a cache takes on disk when nothing else is said, bytes.</summary>
    public const long DefaultLimit = 2L << 30;

    /// <summary>How names of entries end.</summary>
    internal const string EntryExtension = ".mapping";

    /// <summary>How names of notes end.</summary>
    internal const string NoteExtension = ".note";

    private readonly CacheFolder _folder;

    /// <summary>Uses a folder, which is made when the first entry is written.</summary>
    /// <param name="folder">The folder; null for <see cref="DefaultFolder"/>.</param>
    /// <param name="limit">Bytes that entries may take; the entries that were not used for the longest time are removed. The entry just written stays.</param>
    public MappingCache(string? folder = null, long limit = DefaultLimit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        _folder = new CacheFolder(folder ?? DefaultFolder, limit);
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
    public string? Failure => _folder.Failure;

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
        _folder.Failure = null;
        return Get(objects, null, release, diagnostics, cancellation);
    }

    /// <summary>As above, without reading the sections of objects that have not changed since they were read.</summary>
    /// <param name="objects">Objects in the order in which llvm-cov would be given them.</param>
    /// <param name="release">Whose llvm-cov is followed.</param>
    /// <param name="diagnostics">As above.</param>
    /// <param name="cancellation">Stops compiling.</param>
    /// <exception cref="MalformedDataException">See <see cref="CoverageMapping.Load"/>.</exception>
    public CoverageSummarizer GetSummarizer(
        IReadOnlyList<MappingObject> objects, LlvmRelease release, ICollection<MappingDiagnostic>? diagnostics = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(objects);
        _folder.Failure = null;
        var note = objects.Any(static item => item.Stamp is null) ? null : NoteName(objects, release);
        if (note is not null && _folder.TryRead(note, ReadNote) is { } key && TryGet(key, release) is { } kept)
        {
            return kept;
        }

        return Get([.. objects.Select(static item => item.Read())], note, release, diagnostics, cancellation);
    }

    private static string NameOf(byte[] key) => Convert.ToHexStringLower(key) + EntryExtension;

    private static string NoteName(IReadOnlyList<MappingObject> objects, LlvmRelease release)
    {
        var text = $"covtools note {CompiledMappingFile.FormatVersion} {SummaryRules.For(release)} {string.Join(' ', objects.Select(static item => item.Stamp))}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))) + NoteExtension;
    }

    /// <summary>A note is the key of an entry, and a checksum.</summary>
    private static byte[]? ReadNote(SafeFileHandle file)
    {
        var note = new byte[SHA256.HashSizeInBytes + sizeof(uint) + 1];
        var key = note.AsSpan(0, SHA256.HashSizeInBytes);
        return RandomAccess.Read(file, note, 0) == note.Length - 1 && BitConverter.ToUInt32(note, key.Length) == Checksum.Of(key) ? key.ToArray() : null;
    }

    private CoverageSummarizer Get(
        IReadOnlyList<MappingSections> objects, string? note, LlvmRelease release, ICollection<MappingDiagnostic>? diagnostics, CancellationToken cancellation)
    {
        var key = MappingDigest.Of(objects, SummaryRules.For(release));
        if (TryGet(key, release) is { } kept)
        {
            KeepNote(note, key);
            return kept;
        }

        var mapping = CoverageMapping.Load(objects, cancellation);
        var summarizer = new CoverageSummarizer(mapping, release, cancellation);
        foreach (var diagnostic in mapping.Diagnostics)
        {
            diagnostics?.Add(diagnostic);
        }

        if (mapping.Diagnostics.Count == 0)
        {
            _folder.Keep(NameOf(key), file => CompiledMappingFile.Write(file, key, summarizer.Compiled));
            KeepNote(note, key);
        }

        return summarizer;
    }

    private CoverageSummarizer? TryGet(byte[] key, LlvmRelease release)
    {
        if (_folder.TryRead(NameOf(key), file => CompiledMappingFile.Read(file, key)) is not { } kept)
        {
            return null;
        }

        Hits++;
        return new CoverageSummarizer(kept, release);
    }

    private void KeepNote(string? note, byte[] key)
    {
        if (note is not null)
        {
            _folder.Keep(note, file => RandomAccess.Write(file, [.. key, .. BitConverter.GetBytes(Checksum.Of(key))], 0));
        }
    }
}
