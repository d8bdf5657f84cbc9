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
            var next = new PriorityQueue<int, uint>();
            for (var i = 0; i < readers.Count; i++)
            {
                if (readers[i].MoveNext())
                {
                    next.Enqueue(i, readers[i].Current.Line);
                }
            }

            while (next.TryPeek(out _, out var line))
            {
                ulong count = 0;
                while (next.TryPeek(out var reader, out var same) && same == line)
                {
                    count = Math.Max(count, readers[reader].Current.Count);
                    if (readers[reader].MoveNext())
                    {
                        next.DequeueEnqueue(reader, readers[reader].Current.Line);
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
