#:project ../src/CovTools/CovTools.csproj
#:property PublishAot=false
#:property GenerateDocumentationFile=false
#:property RestorePackagesWithLockFile=false
using System.Diagnostics;
using System.Globalization;
using CovTools.Live;

// Times of reading another process: live.cs PID. Prints one JSON object; microseconds, the best of many, because other programs only make it slower.
using var process = new LiveProcess(int.Parse(args[0], CultureInfo.InvariantCulture));
var first = process.Snapshot();
var bytes = process.Modules.Sum(module => module.CounterBytes);
var second = process.Snapshot();
var copy = new byte[bytes];
var source = first.Modules.MaxBy(module => module.Counters.Length)!.Counters;
var rounds = Math.Clamp(400_000_000 / Math.Max(bytes, 1), 15, 2000);

var memcpy = Best(() => source.Span.CopyTo(copy));
var snapshot = Best(() => first = process.Snapshot(first));
var fresh = Best(() => process.Snapshot());
var count = Best(() => _ = first.Covered);
var difference = Best(() => _ = second.NewSince(first));
var reset = Best(process.Reset);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $$"""{"bytes":{{bytes}},"memcpy":{{memcpy:0.0}},"snapshot":{{snapshot:0.0}},"fresh":{{fresh:0.0}},"count":{{count:0.0}},"difference":{{difference:0.0}},"reset":{{reset:0.0}}}"""));

double Best(Action action)
{
    var times = new double[rounds];
    for (var round = -200; round < rounds; round++)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        if (round >= 0)
        {
            times[round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
    }

    return times.Min();
}
