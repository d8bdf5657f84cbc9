using System.Globalization;
using System.Text.Json;

namespace CovTools.Store;

/// <summary>
/// The run store: what was asked, which scripts there are, how each ended and what it hit. Append-only files in one folder (docs/run-store.md).
/// One process writes at a time; any number may read.
/// </summary>
public sealed class RunStore : IDisposable
{
    internal const string JournalFileName = "journal.jsonl";
    internal const string HitsFileName = "hits.bin";
    private const string DescriptionFileName = "run.json";
    private const string ManifestFileName = "scripts.jsonl";
    private const string FloorFileName = "floor.bin";
    private const string LockFileName = "run.lock";

    private readonly FileStream _lock;
    private readonly Dictionary<int, HitsLogReader> _hits = [];

    private RunStore(string folder, FileStream lockFile, RunDescription description)
    {
        Folder = folder;
        _lock = lockFile;
        Description = description;
    }

    /// <summary>The store's folder.</summary>
    public string Folder { get; }

    /// <summary>What was asked and where it ran.</summary>
    public RunDescription Description { get; private set; }

    /// <summary>Finished scripts by id. Scripts whose last outcome is infrastructure are here too; they are to be run again.</summary>
    public Dictionary<ulong, FinishedScript> Finished { get; } = [];

    /// <summary>Opens the store in <paramref name="folder"/> for writing, or makes it.</summary>
    /// <param name="folder">The store's folder.</param>
    /// <param name="wanted">The description of a new store; for an existing one its options must be equal.</param>
    /// <param name="warn">Takes what was damaged and is therefore run again.</param>
    /// <exception cref="UsageException">The store was made with other options, or another process is writing to it.</exception>
    /// <exception cref="MalformedDataException">run.json is damaged or of a newer format.</exception>
    public static RunStore Open(string folder, RunDescription wanted, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(warn);
        Directory.CreateDirectory(folder);
        var lockFile = Lock(folder);
        try
        {
            var path = Path.Combine(folder, DescriptionFileName);
            RunDescription description;
            if (File.Exists(path))
            {
                description = ReadDescription(path);
                RunOptions.RequireEqual(folder, description.Options, wanted.Options);
            }
            else
            {
                description = wanted;
                AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, description, StoreJsonContext.Default.RunDescription));
            }

            var store = new RunStore(folder, lockFile, description);
            store.ReadShards(warn);
            return store;
        }
        catch
        {
            lockFile.Dispose();
            throw;
        }
    }

    /// <summary>Adds the scripts of this invocation to the manifest.</summary>
    public void AddScripts(string timeSource, IEnumerable<ManifestEntry> scripts)
    {
        ArgumentNullException.ThrowIfNull(timeSource);
        ArgumentNullException.ThrowIfNull(scripts);
        ScriptManifest.Append(Path.Combine(Folder, ManifestFileName), timeSource, scripts);
    }

    /// <summary>Records what the first ready driver found.</summary>
    public void SetHost(IReadOnlyDictionary<string, string> host, IReadOnlyList<StoredModule> modules)
    {
        Description = Description with { Host = host, Modules = modules };
        AtomicFile.Write(
            Path.Combine(Folder, DescriptionFileName),
            stream => JsonSerializer.Serialize(stream, Description, StoreJsonContext.Default.RunDescription));
    }

    /// <summary>Begins a shard of its own for this process.</summary>
    public ShardWriter CreateShard(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        for (var number = 0; ; number++)
        {
            var folder = ShardFolder(number);
            Directory.CreateDirectory(folder);
            FileStream journal;
            try
            {
                journal = new FileStream(Path.Combine(folder, JournalFileName), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
            }
            catch (IOException) when (File.Exists(Path.Combine(folder, JournalFileName)))
            {
                continue;
            }

            return new ShardWriter(number, folder, journal, time);
        }
    }

    /// <summary>Takes note of an entry that <paramref name="shard"/> has written.</summary>
    public void MarkFinished(int shard, JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Ending.Outcome == ScriptOutcome.Infrastructure
            && Finished.TryGetValue(entry.ScriptId, out var earlier)
            && earlier.Outcome != ScriptOutcome.Infrastructure)
        {
            return;
        }

        Finished[entry.ScriptId] = new FinishedScript(entry.Ending.Outcome, entry.Ending.LostReason is not null, shard, entry.HitsOffset ?? -1);
    }

    /// <summary>Every journal entry of every shard, in order: for logs that need more than <see cref="Finished"/> keeps.</summary>
    public IEnumerable<(int Shard, JournalEntry Entry)> ReadJournals() =>
        ShardNumbers().SelectMany(number => JournalReader.Read(Path.Combine(ShardFolder(number), JournalFileName), _ => { }).Select(entry => (number, entry)));

    /// <summary>The encoded hits of a finished script; empty when it hit nothing beyond the floor.</summary>
    public byte[] ReadHits(FinishedScript script) => script.HitsOffset < 0 ? [] : Hits(script.Shard).Read(script.HitsOffset);

    /// <summary>The encoded floor; null before the first driver was ready.</summary>
    public byte[]? ReadFloor()
    {
        var path = Path.Combine(Folder, FloorFileName);
        if (!File.Exists(path))
        {
            return null;
        }

        using var reader = new HitsLogReader(path);
        return reader.Read(HitsLogWriter.Magic.Length);
    }

    /// <summary>Keeps the floor of the run.</summary>
    public void WriteFloor(ReadOnlySpan<byte> hits)
    {
        var path = Path.Combine(Folder, FloorFileName);
        var temporary = path + ".tmp";
        File.Delete(temporary);
        using (var writer = new HitsLogWriter(temporary))
        {
            writer.Add(hits);
            writer.FlushToDisk();
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Folder of a module's sections.</summary>
    public string ModuleFolder(string moduleId) => Path.Combine(Folder, "modules", moduleId);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var reader in _hits.Values)
        {
            reader.Dispose();
        }

        _hits.Clear();
        _lock.Dispose();
    }

    private static FileStream Lock(string folder)
    {
        try
        {
            // The operating system gives the lock back when the process ends, however it ends.
            return new FileStream(Path.Combine(folder, LockFileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException) && File.Exists(Path.Combine(folder, LockFileName)))
        {
            throw new UsageException($"{folder}: another run is writing to this store; wait for it, or choose another --output, --baseline or --trial", exception);
        }
    }

    private static RunDescription ReadDescription(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var description = JsonSerializer.Deserialize(stream, StoreJsonContext.Default.RunDescription);
            return description switch
            {
                null => throw new MalformedDataException(path, 0, "not the description of a run"),
                { Schema: > RunDescription.CurrentSchema } => throw new MalformedDataException(path, -1, $"written by a newer version of this tool (format {description.Schema})"),
                _ => description,
            };
        }
        catch (JsonException exception)
        {
            throw new MalformedDataException(path, exception.BytePositionInLine ?? -1, "not the description of a run: " + exception.Message, exception);
        }
    }

    private void ReadShards(Action<string> warn)
    {
        foreach (var number in ShardNumbers())
        {
            var verified = new HashSet<long>();
            foreach (var entry in JournalReader.Read(Path.Combine(ShardFolder(number), JournalFileName), warn))
            {
                if (entry.HitsOffset is { } offset && verified.Add(offset))
                {
                    try
                    {
                        Hits(number).Read(offset);
                    }
                    catch (Exception exception) when (exception is MalformedDataException or FileNotFoundException)
                    {
                        verified.Remove(offset);
                        warn($"{exception.Message}; script {ScriptIds.Format(entry.ScriptId)} counts as not run");
                        continue;
                    }
                }

                MarkFinished(number, entry);
            }
        }
    }

    private HitsLogReader Hits(int shard)
    {
        if (!_hits.TryGetValue(shard, out var reader))
        {
            reader = new HitsLogReader(Path.Combine(ShardFolder(shard), HitsFileName));
            _hits.Add(shard, reader);
        }

        return reader;
    }

    private string ShardFolder(int number) => Path.Combine(Folder, "shards", number.ToString(CultureInfo.InvariantCulture));

    private List<int> ShardNumbers()
    {
        var root = Path.Combine(Folder, "shards");
        var numbers = new List<int>();
        if (Directory.Exists(root))
        {
            foreach (var folder in Directory.EnumerateDirectories(root))
            {
                if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && File.Exists(Path.Combine(folder, JournalFileName)))
                {
                    numbers.Add(number);
                }
            }
        }

        numbers.Sort();
        return numbers;
    }
}
