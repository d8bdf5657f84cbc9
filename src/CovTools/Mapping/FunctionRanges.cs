namespace CovTools.Mapping;

/// <summary>Splits work over functions into ranges that run in parallel.</summary>
internal static class FunctionRanges
{
    /// <summary>Functions per range: enough that a range's buffers pay, few enough that ranges are shared out evenly.</summary>
    public const int Size = 4096;

    /// <summary>Calls <paramref name="body"/> with half-open ranges that cover 0 … <paramref name="count"/>.</summary>
    public static void ForEach(int count, Action<int, int> body, CancellationToken cancellation)
    {
        var ranges = (int)(((long)count + Size - 1) / Size);
        if (ranges <= 1)
        {
            body(0, count);
            return;
        }

        Parallel.For(0, ranges, new ParallelOptions { CancellationToken = cancellation }, range => body(range * Size, Math.Min(count, (range + 1) * Size)));
    }
}
