namespace CovTools.Execution;

/// <summary>Turns the driver's messages into our values.</summary>
internal static class DriverResults
{
    public static DriverReady Ready(DriverMessage ready, DriverMessage hello) => new()
    {
        Isolation = ready.Isolation switch
        {
            "fork" => IsolationKind.Fork,
            "process" => IsolationKind.Process,
            var other => throw new MalformedDataException("driver", -1, $"unknown isolation '{other}'"),
        },
        Capture = ready.Capture switch
        {
            "memory" => CaptureKind.Memory,
            "profraw" => CaptureKind.Profraw,
            var other => throw new MalformedDataException("driver", -1, $"unknown capture '{other}'"),
        },
        Reason = ready.Reason,
        Threads = ready.Threads,
        ImportSeconds = ready.ImportSeconds,
        Modules = ready.Modules,
        Floor = ready.Payload,
        Python = hello.Python,
        Machine = hello.Machine,
        System = hello.System,
        Cpu = hello.CpuName,
    };

    public static ScriptResult Done(DriverMessage done, ScriptRequest script) => new()
    {
        Script = script,
        Ending = new ScriptEnding
        {
            Outcome = Outcome(done.Outcome),
            ExitCode = done.Exit,
            Signal = done.Signal,
            WallSeconds = done.Wall,
            CpuSeconds = done.CpuSeconds,
            PeakBytes = done.Peak,
            OutputBytes = done.OutputBytes,
            OutputTail = done.Tail,
            ExceptionType = done.Exception,
            LostReason = done.Lost ? (done.LostReason.Length > 0 ? done.LostReason : "counters are incomplete") : null,
        },
        ContentSha256 = done.Sha256,
        Counters = done.Payload,
    };

    private static ScriptOutcome Outcome(string word) => ScriptOutcomes.TryParse(word, out var outcome)
        ? outcome
        : throw new MalformedDataException("driver", -1, $"unknown outcome '{word}'");
}
