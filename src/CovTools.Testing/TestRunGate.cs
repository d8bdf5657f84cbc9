using CovTools.Reports;

namespace CovTools.Testing;

/// <summary>Decides whether the merged result of a run is complete and good enough.</summary>
public static class TestRunGate
{
    /// <summary>What stands in the way; empty when nothing does.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="options">Thresholds, and what is reported.</param>
    /// <param name="result">The merged result.</param>
    /// <exception cref="TestingException">A file cannot be read or written.</exception>
    public static IReadOnlyList<TestingMessage> Check(TestRunFolder folder, TestRunOptions options, out TestRunResult result)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<TestSession> sessions;
        using (folder.Lock())
        {
            sessions = folder.Sessions();
        }

        var cutOff = sessions.Where(session => !session.Stored.IsDone).ToList();
        var told = cutOff.SelectMany(session => Recover(session, options)).ToList();
        result = TestRunReport.Write(folder, options);
        return
        [
            .. cutOff.Select(session => new TestingMessage(
                TestingCode.TestsCutOff, true, folder.Path, $"the tests of {session.Project} did not come to their end; only what they executed until then is in the result")),
            .. told,
            .. sessions.SelectMany(session => session.Stored.Messages.Where(message => message.IsError)),
            .. result.Messages,
            .. Violations(result, options),
        ];
    }

    /// <summary>Takes the counters of tests whose host, collector and all were ended: the file that they counted into is still there.</summary>
    private static IReadOnlyList<TestingMessage> Recover(TestSession session, TestRunOptions options) =>
        NativeCapture.IsCapture(session.Stored.Capture) && !session.Owner.IsAlive() ? TestSessionEnd.Finish(session, options, waits: false, out _) : [];

    /// <summary>What the thresholds do not let pass.</summary>
    /// <param name="result">The merged result.</param>
    /// <param name="options">Thresholds.</param>
    public static IEnumerable<TestingMessage> Violations(TestRunResult result, TestRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(options);
        return result.Summary is null
            ? [new TestingMessage(TestingCode.NothingMeasured, true, result.Path, "nothing was measured: no test project loaded an instrumented native library that says which lines its counters belong to, or all its files are ignored")]
            : ThresholdGate.Check(result.Summary, options.Thresholds).Select(violation => new TestingMessage(
                TestingCode.BelowThreshold, true, violation.Scope == GateScope.File ? violation.Where : result.Path, $"coverage is below the threshold: {violation}"));
    }
}
