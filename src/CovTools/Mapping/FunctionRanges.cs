using System.Runtime.ExceptionServices;

namespace CovTools.Mapping;

/// <summary>Splits work over functions into ranges that run in parallel.</summary>
internal static class FunctionRanges
{
    /// <summary>Functions per range: enough that a range's buffers pay, few enough that ranges are shared out evenly.</summary>
    public const int Size = 4096;

    /// <summary>Functions that a profile is told of at once before they are looked up; ranges start at a multiple of it.</summary>
    public const int Announced = 64;

    /// <summary>Calls <paramref name="body"/> with half-open ranges that cover 0 … <paramref name="count"/>; each thread has a state of its own.</summary>
    /// <param name="count">Number of functions.</param>
    /// <param name="make">Makes a thread's state.</param>
    /// <param name="body">Gets the state and a range.</param>
    /// <param name="join">Takes the states, one at a time.</param>
    public static void ForEach<T>(int count, Func<T> make, Action<T, int, int> body, Action<T> join)
    {
        var ranges = (int)(((long)count + Size - 1) / Size);
        var joining = new Lock();
        Unwrap(() => Parallel.For(
            0,
            ranges,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            make,
            (range, _, state) =>
            {
                body(state, range * Size, Math.Min(count, (range + 1) * Size));
                return state;
            },
            state =>
            {
                lock (joining)
                {
                    join(state);
                }
            }));
    }

    /// <summary>Calls <paramref name="body"/> with half-open ranges that cover 0 … <paramref name="count"/>.</summary>
    public static void ForEach(int count, Action<int, int> body, CancellationToken cancellation)
    {
        var ranges = (int)(((long)count + Size - 1) / Size);
        if (ranges <= 1)
        {
            body(0, count);
            return;
        }

        Unwrap(() => Parallel.For(0, ranges, new ParallelOptions { CancellationToken = cancellation }, range => body(range * Size, Math.Min(count, (range + 1) * Size))));
    }

    /// <summary>What one range fails with, such as damage in a profile, is what the whole fails with.</summary>
    private static void Unwrap(Action run)
    {
        try
        {
            run();
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.Flatten().InnerExceptions[0]);
        }
    }
}
