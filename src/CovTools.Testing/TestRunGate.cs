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
        result = TestRunReport.Write(folder, options);
        IReadOnlyList<TestSession> sessions;
        using (folder.Lock())
        {
            sessions = folder.Sessions();
        }

        return
        [
            .. sessions.Where(session => !session.Stored.IsDone).Select(session => new TestingMessage(
                TestingCode.CountersLost, true, folder.Path, $"the tests of {session.Project} did not come to their end, so that what they covered is not in the result; run the tests again")),
            .. sessions.SelectMany(session => session.Stored.Messages.Where(message => message.IsError)),
            .. result.Messages,
            .. Violations(result, options),
        ];
    }

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
