using System.Globalization;
using CovTools.Corpus;
using CovTools.Coverage;
using CovTools.Modules;
using CovTools.Reports;
using CovTools.Store;

namespace CovTools.Collection;

/// <summary>Makes a run's results of its store: profiles, tables and logs per bucket, and the growth.</summary>
internal sealed class ResultsWriter
{
    private readonly RunStore _store;
    private readonly RunPaths _paths;
    private readonly IReadOnlyList<KnownModule> _modules;
    private readonly RunCoverage _coverage;
    private readonly IReadOnlyList<ModuleHits> _floor;

    public ResultsWriter(RunStore store, RunPaths paths, IReadOnlyList<KnownModule> modules, RunCoverage coverage, IReadOnlyList<ModuleHits> floor)
    {
        _store = store;
        _paths = paths;
        _modules = modules;
        _coverage = coverage;
        _floor = floor;
    }

    /// <summary>Coverage of the import alone.</summary>
    public CoveragePoint Floor()
    {
        var counters = new RunCounters(_modules, _floor);
        counters.AddFloor(1);
        return _coverage.Point(_coverage.Summarize(counters.Counters));
    }

    /// <summary>Writes every bucket's files and the cumulative profile, and returns the growth.</summary>
    public IReadOnlyList<BucketResult> Write(ScannedCorpus corpus, CancellationToken cancellationToken)
    {
        var cumulative = new RunCounters(_modules, _floor);
        var results = new List<BucketResult>();
        var byBucket = corpus.Scripts.ToLookup(script => script.Bucket);
        WriteLogs(corpus, byBucket);
        foreach (var bucket in corpus.Buckets)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var part = Collect(byBucket[bucket]);
            AtomicFile.Write(_paths.BucketProfile(bucket.Label), part.Counters.WriteProfile);
            cumulative.Add(part);
            var summary = _coverage.Summarize(cumulative.Counters);
            AtomicFile.Write(_paths.BucketCoverage(bucket.Label), stream => WriteReport(summary, stream));
            results.Add(new BucketResult(bucket.Label, part.Scripts, _coverage.Point(summary)));
        }

        AtomicFile.Write(_paths.Cumulative, cumulative.Counters.WriteProfile);
        return results;
    }

    private static void WriteReport(CoverageSummary summary, Stream stream)
    {
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        CoverageTextReport.Write(writer, summary);
    }

    private RunCounters Collect(IEnumerable<ScriptFile> scripts)
    {
        var part = new RunCounters(_modules, _floor);
        var ran = 0;
        var hits = new Dictionary<(int Shard, long Offset), (FinishedScript Script, int Times)>();
        foreach (var script in scripts)
        {
            if (!_store.Finished.TryGetValue(script.IdNumber, out var finished) || finished.Outcome == ScriptOutcome.Infrastructure)
            {
                continue;
            }

            ran++;
            if (finished.HitsOffset >= 0)
            {
                var key = (finished.Shard, finished.HitsOffset);
                hits[key] = (finished, hits.GetValueOrDefault(key).Times + 1);
            }
        }

        part.AddFloor(ran);

        // In the order of the files, so that reading them is sequential.
        foreach (var (_, (script, times)) in hits.OrderBy(pair => pair.Key))
        {
            part.AddHits(HitsEncoding.Decode(_store.ReadHits(script), _store.Folder), times);
        }

        return part;
    }

    private void WriteLogs(ScannedCorpus corpus, ILookup<TimeBucket, ScriptFile> byBucket)
    {
        var paths = corpus.Scripts.ToDictionary(script => script.IdNumber, script => script.Path);
        var lines = new Dictionary<ulong, string>(corpus.Scripts.Count);
        foreach (var (shard, entry) in _store.ReadJournals())
        {
            // Of several lines of a script the one counts that the store keeps.
            if (_store.Finished.TryGetValue(entry.ScriptId, out var finished) && finished.Shard == shard && finished.Outcome == entry.Ending.Outcome
                && paths.TryGetValue(entry.ScriptId, out var path))
            {
                lines[entry.ScriptId] = LogLine.Format(path, entry.Ending);
            }
        }

        foreach (var bucket in corpus.Buckets)
        {
            AtomicFile.Write(_paths.BucketLog(bucket.Label), stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"# {bucket.Label}: {byBucket[bucket].Count()} scripts; outcome, wall seconds, peak MiB, path, last line"));
                foreach (var script in byBucket[bucket])
                {
                    writer.WriteLine(lines.TryGetValue(script.IdNumber, out var line) ? line : LogLine.NotRun(script.Path));
                }
            });
        }
    }
}
