using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CovTools.Corpus;

namespace CovTools.Cli;

/// <summary>The buckets of a corpus as one JSON document; docs/corpus.md describes it.</summary>
internal sealed class BucketJson : IDisposable
{
    private const int Schema = 1;
    private const int FlushEvery = 1000;

    private readonly Action<string> _write;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _writer;
    private int _elements;

    private BucketJson(TextWriter output)
    {
        _write = output.Write;
        _writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    public static void Write(TextWriter output, ScannedCorpus corpus, MaterializeResult? made)
    {
        using var document = new BucketJson(output);
        document.Write(corpus, made);
    }

    public void Dispose() => _writer.Dispose();

    private void Write(ScannedCorpus corpus, MaterializeResult? made)
    {
        _writer.WriteStartObject();
        _writer.WriteNumber("schema", Schema);
        _writer.WriteString("corpus", corpus.Root);
        WriteOptions(corpus);
        WriteLedger(corpus);
        WriteBuckets(corpus);
        WriteScripts(corpus);
        WritePairs("leftOutScripts", corpus.LeftOut, script => (script.Path, script.Reason.ToText()));
        WritePairs("failures", corpus.Failures, failure => (failure.Path, failure.Reason));
        _writer.WriteStartArray("warnings");
        foreach (var warning in corpus.Warnings)
        {
            _writer.WriteStringValue(warning);
        }

        _writer.WriteEndArray();
        if (made is not null)
        {
            _writer.WriteStartObject("materialized");
            _writer.WriteNumber("created", made.Created);
            _writer.WriteNumber("unchanged", made.Unchanged);
            _writer.WriteNumber("replaced", made.Replaced);
            WritePairs("failures", made.Failures, failure => (failure.Path, failure.Reason));
            _writer.WriteEndObject();
        }

        _writer.WriteEndObject();
        Flush();
        _write("\n");
    }

    private void WriteOptions(ScannedCorpus corpus)
    {
        var options = corpus.Options;
        _writer.WriteBoolean("bucketed", corpus.IsBucketed);
        WriteSeconds("interval", options.Interval);
        if (options.MaxTime is { } limit)
        {
            WriteSeconds("maxTime", limit);
        }

        _writer.WriteString("timeFrom", options.TimeSource.ToString());
        _writer.WriteString("t0", options.StartTime.ToString());
    }

    private void WriteLedger(ScannedCorpus corpus)
    {
        _writer.WriteStartObject("ledger");
        _writer.WriteNumber("found", corpus.Found);
        _writer.WriteNumber("scripts", corpus.Scripts.Count);
        _writer.WriteNumber("failed", corpus.Failures.Count);
        _writer.WriteNumber("leftOut", corpus.LeftOut.Count);
        _writer.WriteStartObject("leftOutReasons");
        foreach (var (reason, count) in corpus.LeftOutCounts)
        {
            _writer.WriteNumber(reason.ToText(), count);
        }

        _writer.WriteEndObject();
        _writer.WriteEndObject();
    }

    private void WriteBuckets(ScannedCorpus corpus)
    {
        var counts = corpus.Scripts.CountBy(script => script.Bucket).ToDictionary();
        _writer.WriteStartArray("buckets");
        foreach (var bucket in corpus.Buckets)
        {
            _writer.WriteStartObject();
            _writer.WriteString("label", bucket.Label);
            WriteSeconds("start", bucket.Start);
            WriteSeconds("end", bucket.End);
            _writer.WriteNumber("scripts", counts[bucket]);
            _writer.WriteEndObject();
        }

        _writer.WriteEndArray();
    }

    private void WriteScripts(ScannedCorpus corpus)
    {
        _writer.WriteStartArray("scripts");
        foreach (var script in corpus.Scripts)
        {
            _writer.WriteStartObject();
            _writer.WriteString("id", script.Id);
            _writer.WriteString("path", script.Path);
            _writer.WriteString("group", script.Group);
            _writer.WriteString("bucket", script.Bucket.Label);
            WriteSeconds("offset", script.Offset);
            _writer.WriteNumber("time", script.Time);
            _writer.WriteString("timeSource", script.TimeSource.ToText());
            _writer.WriteNumber("bytes", script.Length);
            _writer.WriteString("sha256", script.ContentHash.ToString());
            _writer.WriteEndObject();
            FlushSometimes();
        }

        _writer.WriteEndArray();
    }

    private void WritePairs<T>(string name, IEnumerable<T> items, Func<T, (string Path, string Reason)> read)
    {
        _writer.WriteStartArray(name);
        foreach (var (path, reason) in items.Select(read))
        {
            _writer.WriteStartObject();
            _writer.WriteString("path", path);
            _writer.WriteString("reason", reason);
            _writer.WriteEndObject();
            FlushSometimes();
        }

        _writer.WriteEndArray();
    }

    private void WriteSeconds(string name, TimeSpan duration)
    {
        _writer.WritePropertyName(name);
        _writer.WriteRawValue(Seconds.ToText(duration));
    }

    private void FlushSometimes()
    {
        if (++_elements % FlushEvery == 0)
        {
            Flush();
        }
    }

    private void Flush()
    {
        _writer.Flush();
        _write(Encoding.UTF8.GetString(_buffer.WrittenSpan));
        _buffer.ResetWrittenCount();
    }
}
