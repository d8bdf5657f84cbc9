using System.Runtime.ExceptionServices;

namespace CovTools.Reports;

/// <summary>
/// Makes the parts of a report in parallel and writes them in their order. Memory is bounded whatever the parts' sizes are: a large part is passed on while it is made,
/// and whoever is too far ahead waits.
/// </summary>
internal sealed class OrderedParts
{
    /// <summary>What finished parts may take before they are written, bytes: a slow part must not stop the others at once, nor let them pile up.</summary>
    private const long MostWaiting = 32 << 20;
    private const int MostParts = 64;

    private readonly Stream _stream;
    private readonly CancellationToken _cancellation;
    private readonly object _gate = new();
    private readonly Dictionary<int, Utf8Output> _finished = [];
    private readonly Stack<Utf8Output> _free = new();
    private int _taken = -1;
    private int _turn;
    private long _waiting;
    private bool _hasFailed;

    private OrderedParts(Stream stream, CancellationToken cancellation)
    {
        _stream = stream;
        _cancellation = cancellation;
    }

    /// <summary>Makes and writes parts 0 … <paramref name="count"/> - 1.</summary>
    /// <param name="stream">Where they go.</param>
    /// <param name="count">How many parts there are.</param>
    /// <param name="newWorker">Makes a worker, which is used by one thread at a time: it writes the part of a number, and calls <see cref="Utf8Output.PassOn"/> now and then.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static void Write(Stream stream, int count, Func<Action<Utf8Output, int>> newWorker, CancellationToken cancellation)
    {
        var parts = new OrderedParts(stream, cancellation);
        var threads = Math.Min(Environment.ProcessorCount, count);
        if (threads <= 1)
        {
            parts.Work(count, newWorker);
            return;
        }

        // As many threads as processors, each of its own: a thread that waits must not keep the next part from being started.
        var workers = Enumerable.Range(0, threads).Select(_ => Task.Factory.StartNew(
            () => parts.Work(count, newWorker), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        try
        {
            Task.WaitAll(workers, CancellationToken.None);
        }
        catch (AggregateException exception)
        {
            var causes = exception.Flatten().InnerExceptions;
            ExceptionDispatchInfo.Throw(causes.FirstOrDefault(static cause => cause is not OperationCanceledException) ?? causes[0]);
        }
    }

    private void Work(int count, Func<Action<Utf8Output, int>> newWorker)
    {
        try
        {
            var worker = newWorker();
            for (var part = Interlocked.Increment(ref _taken); part < count; part = Interlocked.Increment(ref _taken))
            {
                _cancellation.ThrowIfCancellationRequested();
                var (number, output) = (part, Rent());
                output.Start(waits => PassOn(number, output, waits));
                worker(output, part);
                Finish(part, output);
            }
        }
        catch
        {
            lock (_gate)
            {
                _hasFailed = true;
                Monitor.PulseAll(_gate);
            }

            throw;
        }
    }

    private Utf8Output Rent()
    {
        lock (_gate)
        {
            return _free.TryPop(out var output) ? output : new Utf8Output();
        }
    }

    /// <summary>Writes what a part has so far when it is its turn; otherwise waits for that, or leaves it.</summary>
    private void PassOn(int part, Utf8Output output, bool waits)
    {
        _cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_turn != part && !waits)
            {
                return;
            }

            while (_turn != part)
            {
                Wait();
            }
        }

        _stream.Write(output.Written.Span);
        output.Clear();
    }

    private void Finish(int part, Utf8Output output)
    {
        lock (_gate)
        {
            while (_turn != part && (_waiting + output.Length > MostWaiting || _finished.Count >= MostParts))
            {
                Wait();
            }

            if (_turn != part)
            {
                _finished.Add(part, output);
                _waiting += output.Length;
                return;
            }
        }

        // Whoever has the turn is the only one to write; it keeps it as long as the next part is finished.
        for (Utf8Output? next = output; next is not null;)
        {
            _stream.Write(next.Written.Span);
            next = PassTurn(next);
        }
    }

    private Utf8Output? PassTurn(Utf8Output written)
    {
        lock (_gate)
        {
            written.Clear();
            _free.Push(written);
            _turn++;
            if (_finished.Remove(_turn, out var next))
            {
                _waiting -= next.Length;
            }

            Monitor.PulseAll(_gate);
            return next;
        }
    }

    private void Wait()
    {
        if (!_hasFailed)
        {
            Monitor.Wait(_gate);
        }

        if (_hasFailed)
        {
            throw new OperationCanceledException("Another part of the report failed.");
        }
    }
}
