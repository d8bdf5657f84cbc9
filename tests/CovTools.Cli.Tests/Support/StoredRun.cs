using System.Buffers.Binary;
using System.Text.Json;

namespace CovTools.Cli.Tests;

/// <summary>A run store, read as its documentation describes it and not by the code under test.</summary>
internal sealed class StoredRun
{
    private readonly string _store;

    private StoredRun(string store, string runId, IReadOnlyDictionary<string, string> paths, IReadOnlyList<JournalLine> lines)
    {
        _store = store;
        RunId = runId;
        Paths = paths;
        Lines = lines;
    }

    public string RunId { get; }

    /// <summary>Path of every script by its id.</summary>
    public IReadOnlyDictionary<string, string> Paths { get; }

    /// <summary>The whole lines of all journals, shard by shard.</summary>
    public IReadOnlyList<JournalLine> Lines { get; }

    /// <summary>How each script ended, by path.</summary>
    public IReadOnlyDictionary<string, string> Endings =>
        Lines.Where(line => !line.Ending.StartsWith("infrastructure", StringComparison.Ordinal)).ToDictionary(line => line.Path, line => line.Ending);

    public static StoredRun Read(string store)
    {
        var paths = WholeLines(Path.Combine(store, "scripts.jsonl")).Skip(1).ToDictionary(
            line => line.GetProperty("id").GetString()!, line => line.GetProperty("path").GetString()!);
        var lines = new List<JournalLine>();
        foreach (var shard in Shards(store))
        {
            foreach (var line in WholeLines(Path.Combine(store, "shards", $"{shard}", "journal.jsonl")))
            {
                var id = line.GetProperty("id").GetString()!;
                lines.Add(new JournalLine(shard, id, paths[id], Ending(line), line));
            }
        }

        return new StoredRun(store, ReadRunId(store)!, paths, lines);
    }

    /// <summary>The encoded hits of every measured script as hexadecimal digits, by path; empty where it hit nothing.</summary>
    public IReadOnlyDictionary<string, string> Hits()
    {
        var files = Shards(_store).ToDictionary(shard => shard, shard => File.ReadAllBytes(Path.Combine(_store, "shards", $"{shard}", "hits.bin")));
        return Lines.Where(line => !line.Ending.StartsWith("infrastructure", StringComparison.Ordinal)).ToDictionary(line => line.Path, line => Hits(line, files[line.Shard]));
    }

    /// <summary>The id of the run; null before there is one.</summary>
    public static string? ReadRunId(string store)
    {
        var path = Path.Combine(store, "run.json");
        return File.Exists(path) ? JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.GetProperty("runId").GetString() : null;
    }

    /// <summary>Whole lines in all journals so far, also while the tool writes.</summary>
    public static int CountLines(string store) =>
        Shards(store).Sum(shard => WholeLines(Path.Combine(store, "shards", $"{shard}", "journal.jsonl")).Count());

    /// <summary>Ids of the modules that the import loaded.</summary>
    public IReadOnlyList<string> ModuleIds =>
    [
        .. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_store, "run.json"))).RootElement.GetProperty("modules").EnumerateArray()
            .Select(module => module.GetProperty("id").GetString()!).Order(StringComparer.Ordinal),
    ];

    private static IReadOnlyList<int> Shards(string store)
    {
        var root = Path.Combine(store, "shards");
        return Directory.Exists(root)
            ? [.. Directory.EnumerateDirectories(root).Where(folder => File.Exists(Path.Combine(folder, "journal.jsonl"))).Select(folder => int.Parse(Path.GetFileName(folder), null)).Order()]
            : [];
    }

    /// <summary>A record is its length, a checksum, and its bytes.</summary>
    private static string Hits(JournalLine line, byte[] file)
    {
        if (!line.Json.TryGetProperty("hits", out var member))
        {
            return "";
        }

        var offset = member.GetInt32();
        var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(offset));
        return Convert.ToHexString(file.AsSpan(offset + 8, length));
    }

    /// <summary>A last line without its newline was being written when the tool was killed: it does not count.</summary>
    private static IEnumerable<JsonElement> WholeLines(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        var end = text.LastIndexOf('\n');
        return end < 0 ? [] : [.. text[..end].Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
    }

    /// <summary>The form of the samples' "# expect:" lines.</summary>
    private static string Ending(JsonElement line) => line.GetProperty("outcome").GetString() switch
    {
        "exception" => $"exception:{line.GetProperty("exception").GetString()!.Split('.')[^1]}",
        "exit" => $"exit:{line.GetProperty("exit").GetInt32()}",
        "signal" => $"signal:{line.GetProperty("signal").GetInt32()}",
        "infrastructure" => $"infrastructure:{line.GetProperty("reason").GetString()}",
        var other => other!,
    };
}
