using System.Runtime.CompilerServices;
using CovTools.Live;

namespace CovTools.Cli.Live;

/// <summary>Looks at a process again and again.</summary>
internal static class LiveWatch
{
    /// <summary>Watches until the process ends or the user stops it.</summary>
    public static Task RunAsync(LiveProcess process, WatchView view, TimeSpan interval, CancellationToken cancellationToken) => view.ShowAsync(process, LookAsync(process, interval, cancellationToken));

    private static async IAsyncEnumerable<LiveLook> LookAsync(LiveProcess process, TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reached = new ReachedFunctions();
        var start = TimeProvider.System.GetTimestamp();
        var before = process.Snapshot();
        yield return new LiveLook(TimeSpan.Zero, before.Covered, before.Total, 0, 0, []);
        LiveSnapshot? spare = null;
        var last = start;
        while (await WaitAsync(interval, cancellationToken).ConfigureAwait(false))
        {
            if (Take(process, spare) is not { } now)
            {
                yield break;
            }

            var moment = TimeProvider.System.GetTimestamp();
            var found = now.NewSince(before);
            var rate = found / Math.Max(TimeProvider.System.GetElapsedTime(last, moment).TotalSeconds, 0.001);
            yield return new LiveLook(TimeProvider.System.GetElapsedTime(start, moment), now.Covered, now.Total, found, rate, found == 0 ? [] : reached.Find(now, before));
            (before, spare, last) = (now, before, moment);
        }
    }

    private static LiveSnapshot? Take(LiveProcess process, LiveSnapshot? spare)
    {
        try
        {
            process.Refresh();
            return process.Snapshot(spare);
        }
        catch (EnvironmentIncompleteException)
        {
            return null; // the process has ended, which is the usual end of watching it
        }
    }

    private static async Task<bool> WaitAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(interval, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
