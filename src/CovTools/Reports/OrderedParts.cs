using System.Collections.Concurrent;

namespace CovTools.Reports;

/// <summary>Makes the parts of a report in parallel and writes them in their order, with few parts in memory at a time.</summary>
internal static class OrderedParts
{
    /// <summary>Makes and writes parts 0 … <paramref name="count"/> - 1.</summary>
    /// <param name="stream">Where they go.</param>
    /// <param name="count">How many parts there are.</param>
    /// <param name="newWorker">Makes a worker, which is used by one thread at a time: it writes the part of a number.</param>
    /// <param name="cancellation">Stops the work between parts.</param>
    public static void Write(Stream stream, int count, Func<Action<Utf8Output, int>> newWorker, CancellationToken cancellation)
    {
        var threads = Math.Min(Environment.ProcessorCount, count);
        if (threads <= 1)
        {
            var worker = newWorker();
            var output = new Utf8Output();
            for (var part = 0; part < count; part++)
            {
                cancellation.ThrowIfCancellationRequested();
                output.Clear();
                worker(output, part);
                stream.Write(output.Written.Span);
            }

            return;
        }

        new Run(stream, count, newWorker, threads).Go(cancellation);
    }

    private sealed class Run(Stream stream, int count, Func<Action<Utf8Output, int>> newWorker, int threads)
    {
        /// <summary>A slow part must not stop the others at once, nor let them pile up.</summary>
        private readonly int _window = threads * 8;

        private readonly ConcurrentBag<Utf8Output> _free = [];
        private readonly Dictionary<int, Utf8Output> _done = [];
        private readonly Lock _lock = new();
        private int _next;
        private int _written;
        private bool _isWriting;

        public void Go(CancellationToken cancellation)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            using var room = new SemaphoreSlim(_window);
            var workers = Enumerable.Range(0, threads).Select(_ => Task.Run(() => Work(room, stop), CancellationToken.None)).ToArray();
            try
            {
                Task.WaitAll(workers, CancellationToken.None);
            }
            catch (AggregateException exception)
            {
                var real = exception.Flatten().InnerExceptions.FirstOrDefault(static inner => inner is not OperationCanceledException) ?? exception.InnerException!;
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(real);
            }
        }

        private void Work(SemaphoreSlim room, CancellationTokenSource stop)
        {
            try
            {
                var worker = newWorker();
                while (true)
                {
                    room.Wait(stop.Token);
                    var part = Interlocked.Increment(ref _next) - 1;
                    if (part >= count)
                    {
                        room.Release();
                        return;
                    }

                    var output = _free.TryTake(out var free) ? free : new Utf8Output();
                    output.Clear();
                    worker(output, part);
                    Hand(part, output, room);
                }
            }
            catch
            {
                stop.Cancel();
                throw;
            }
        }

        /// <summary>Whoever hands in the part that is next writes it and all that follow it.</summary>
        private void Hand(int part, Utf8Output output, SemaphoreSlim room)
        {
            lock (_lock)
            {
                _done.Add(part, output);
                if (_isWriting)
                {
                    return;
                }

                _isWriting = true;
            }

            while (TakeNext() is { } next)
            {
                stream.Write(next.Written.Span);
                _free.Add(next);
                room.Release();
            }
        }

        private Utf8Output? TakeNext()
        {
            lock (_lock)
            {
                if (_done.Remove(_written, out var output))
                {
                    _written++;
                    return output;
                }

                _isWriting = false;
                return null;
            }
        }
    }
}
