using CovTools.Corpus;
using CovTools.Store;

namespace CovTools.Collection;

/// <summary>What is left to do of a corpus.</summary>
/// <param name="Pending">Scripts without a result, in the order in which their fuzzer made them.</param>
/// <param name="Resumed">Outcomes of those that have one.</param>
internal sealed record RunWork(IReadOnlyList<ScriptFile> Pending, IReadOnlyList<ScriptOutcome> Resumed)
{
    public static RunWork Of(ScannedCorpus corpus, RunStore store)
    {
        var pending = new List<ScriptFile>();
        var resumed = new List<ScriptOutcome>();
        foreach (var script in corpus.Scripts)
        {
            if (store.Finished.TryGetValue(script.IdNumber, out var finished) && finished.Outcome != ScriptOutcome.Infrastructure)
            {
                resumed.Add(finished.Outcome);
            }
            else
            {
                pending.Add(script);
            }
        }

        // Early buckets first: they are the ones that a look at an unfinished run wants whole.
        return new RunWork([.. pending.OrderBy(script => script.Bucket.Start).ThenBy(script => script.Offset).ThenBy(script => script.Path, StringComparer.Ordinal)], resumed);
    }
}
