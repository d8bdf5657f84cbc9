using System.Buffers;

namespace CovTools.Store;

/// <summary>Reads a shard's journal line by line, whatever its size.</summary>
internal static class JournalReader
{
    /// <summary>The entries of a journal in order. A torn last line is no entry; a damaged one inside is reported and skipped.</summary>
    public static IEnumerable<JournalEntry> Read(string path, Action<string> warn)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16);
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        long lineStart = 0;
        while (true)
        {
            var count = file.Read(buffer.GetSpan(1 << 16));
            if (count == 0)
            {
                // What is left has no newline: the process that wrote it was killed, and the script runs again.
                yield break;
            }

            buffer.Advance(count);
            var consumed = 0;
            while (NextLine(buffer, consumed) is { } end)
            {
                var entry = JournalCodec.TryRead(buffer.WrittenSpan[consumed..end]);
                if (entry is not null)
                {
                    yield return entry;
                }
                else
                {
                    warn($"{path}: offset {lineStart + consumed}: this line is damaged; its script counts as not run");
                }

                consumed = end + 1;
            }

            lineStart += consumed;
            Compact(buffer, consumed);
        }
    }

    private static int? NextLine(ArrayBufferWriter<byte> buffer, int start)
    {
        var index = buffer.WrittenSpan[start..].IndexOf((byte)'\n');
        return index < 0 ? null : start + index;
    }

    private static void Compact(ArrayBufferWriter<byte> buffer, int consumed)
    {
        var rest = buffer.WrittenSpan[consumed..].ToArray();
        buffer.ResetWrittenCount();
        buffer.Write(rest);
    }
}
