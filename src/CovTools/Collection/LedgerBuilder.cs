using CovTools.Corpus;
using CovTools.Store;

namespace CovTools.Collection;

/// <summary>Accounts for every script of a corpus.</summary>
internal static class LedgerBuilder
{
    public static Ledger Build(ScannedCorpus corpus, RunStore store, RunEnd end)
    {
        var ledger = new Ledger { Found = corpus.Found };
        foreach (var (reason, count) in corpus.LeftOutCounts)
        {
            ledger.AddLeftOut(reason.ToText(), count);
        }

        foreach (var failure in corpus.Failures)
        {
            ledger.AddFailure(failure.Path, failure.Reason);
        }

        var reasons = FailureReasons(store);
        var notRun = end.Interrupted ? "not run: interrupted" : "not run: " + (end.Failure ?? "no result");
        foreach (var script in corpus.Scripts)
        {
            if (!store.Finished.TryGetValue(script.IdNumber, out var finished))
            {
                ledger.AddFailure(script.Path, notRun);
            }
            else if (finished.Outcome == ScriptOutcome.Infrastructure)
            {
                ledger.AddFailure(script.Path, reasons.GetValueOrDefault(script.IdNumber, "unknown reason"));
            }
            else
            {
                ledger.Add(finished.Outcome, finished.IsLost);
            }
        }

        return ledger;
    }

    private static Dictionary<ulong, string> FailureReasons(RunStore store)
    {
        var reasons = new Dictionary<ulong, string>();
        if (store.Finished.Values.Any(script => script.Outcome == ScriptOutcome.Infrastructure))
        {
            foreach (var (_, entry) in store.ReadJournals())
            {
                if (entry.Ending.FailureReason is { } reason)
                {
                    reasons[entry.ScriptId] = reason;
                }
            }
        }

        return reasons;
    }
}
