namespace CovTools.Reports;

/// <summary>The lines of several files that are one for the reader.</summary>
internal static class MergedLines
{
    /// <summary>Every line once, with its largest count.</summary>
    /// <param name="files">Lines of each file, in their order.</param>
    public static IEnumerable<(uint Line, ulong Count)> Of(IReadOnlyList<IEnumerable<(uint Line, ulong Count)>> files) => files.Count == 1 ? files[0] : Merge(files);

    private static IEnumerable<(uint Line, ulong Count)> Merge(IReadOnlyList<IEnumerable<(uint Line, ulong Count)>> files)
    {
        var readers = files.Select(static file => file.GetEnumerator()).ToList();
        try
        {
            var next = new PriorityQueue<IEnumerator<(uint Line, ulong Count)>, uint>(readers.Where(static reader => reader.MoveNext()).Select(static reader => (reader, reader.Current.Line)));
            while (next.Count > 0)
            {
                var line = next.Peek().Current.Line;
                ulong count = 0;
                while (next.Count > 0 && next.Peek() is var reader && reader.Current.Line == line)
                {
                    count = Math.Max(count, reader.Current.Count);
                    if (reader.MoveNext())
                    {
                        next.DequeueEnqueue(reader, reader.Current.Line);
                    }
                    else
                    {
                        next.Dequeue();
                    }
                }

                yield return (line, count);
            }
        }
        finally
        {
            readers.ForEach(static reader => reader.Dispose());
        }
    }
}
