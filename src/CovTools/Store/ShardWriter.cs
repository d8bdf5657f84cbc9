using System.Buffers;

namespace CovTools.Store;

/// <summary>
/// Writes one shard: hits first, then the journal line, so that a line never speaks of hits that are not there. Every entry is handed to the operating system
/// at once (it survives the end of this process) and forced to the disk every few seconds and at the end (it survives the machine's).
/// </summary>
public sealed class ShardWriter : IDisposable
{
    private static readonly TimeSpan s_flushInterval = TimeSpan.FromSeconds(5);

    private readonly FileStream _journal;
    private readonly HitsLogWriter _hits;
    private readonly TimeProvider _time;
    private readonly ArrayBufferWriter<byte> _line = new(512);
    private long _lastFlush;

    internal ShardWriter(int number, string folder, FileStream journal, TimeProvider time)
    {
        Number = number;
        _journal = journal;
        _time = time;
        _hits = new HitsLogWriter(Path.Combine(folder, RunStore.HitsFileName));
        _lastFlush = time.GetTimestamp();
    }

    /// <summary>Number of the shard in its store.</summary>
    public int Number { get; }

    /// <summary>Appends an entry; <paramref name="hits"/> is its encoded set of hits, empty when it hit nothing.</summary>
    /// <returns>The entry as it was written, with the place of its hits.</returns>
    /// <exception cref="IOException">The disk is full or gone; the entry does not count as written.</exception>
    public JournalEntry Append(JournalEntry entry, ReadOnlySpan<byte> hits)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var written = hits.IsEmpty ? entry with { HitsOffset = null } : entry with { HitsOffset = _hits.Add(hits) };
        _line.ResetWrittenCount();
        JournalCodec.Write(written, _line);
        _journal.Write(_line.WrittenSpan);
        if (_time.GetElapsedTime(_lastFlush) > s_flushInterval)
        {
            Flush();
        }

        return written;
    }

    /// <summary>Forces what was appended to the disk.</summary>
    public void Flush()
    {
        _hits.FlushToDisk();
        _journal.Flush(flushToDisk: true);
        _lastFlush = _time.GetTimestamp();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hits.Dispose();
        _journal.Dispose();
    }
}
