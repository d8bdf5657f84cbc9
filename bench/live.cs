#:project ../src/CovTools/CovTools.csproj
using System.Diagnostics;
using System.Globalization;
using CovTools.Live;

// Times of reading another process: live.cs PID. Prints one JSON object; microseconds, median of many.
using var process = new LiveProcess(int.Parse(args[0], CultureInfo.InvariantCulture));
var first = process.Snapshot();
var bytes = process.Modules.Sum(module => module.CounterBytes);
var second = process.Snapshot();
var copy = new byte[bytes];
var source = first.Modules.MaxBy(module => module.Counters.Length)!.Counters;
var rounds = Math.Clamp(400_000_000 / Math.Max(bytes, 1), 15, 2000);

var memcpy = Median(() => source.Span.CopyTo(copy));
var snapshot = Median(() => first = process.Snapshot(first));
var fresh = Median(() => process.Snapshot());
var count = Median(() => _ = first.Covered);
var difference = Median(() => _ = second.NewSince(first));
var reset = Median(process.Reset);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $$"""{"bytes":{{bytes}},"memcpy":{{memcpy:0.0}},"snapshot":{{snapshot:0.0}},"fresh":{{fresh:0.0}},"count":{{count:0.0}},"difference":{{difference:0.0}},"reset":{{reset:0.0}}}"""));

double Median(Action action)
{
    var times = new double[rounds];
    for (var round = -50; round < rounds; round++)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        if (round >= 0)
        {
            times[round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
    }

    Array.Sort(times);
    return times[rounds / 2];
}
