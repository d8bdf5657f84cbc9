namespace CovTools.Corpus;

/// <summary>Finds each script's time, the start of its group's clock, and its bucket.</summary>
internal sealed class CorpusClock
{
    private readonly CorpusOptions _options;
    private readonly TimeTable? _table;
    private readonly Dictionary<string, (long Start, int Line)> _starts = new(StringComparer.Ordinal);
    private readonly Dictionary<long, TimeBucket> _buckets = [];
    private readonly HashSet<string> _dividedBuckets = new(StringComparer.Ordinal);
    private int _inTable;

    /// <param name="options">Where times come from.</param>
    /// <param name="table">The file with the times, when they come from one.</param>
    public CorpusClock(CorpusOptions options, TimeTable? table)
    {
        _options = options;
        _table = table;
    }

    /// <summary>What the user should know about the times.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            if (_table is not null && _inTable < _table.Count)
            {
                yield return $"{_table.Count - _inTable} of the {_table.Count} paths in '{_table.File}' are no scripts of this corpus";
            }

            foreach (var label in _dividedBuckets)
            {
                yield return $"the bucket '{label}' reaches beyond --max-time and cannot be divided: all of it is left out";
            }
        }
    }

    /// <summary>Sets a script's time, and lets it take part in its group's start.</summary>
    /// <param name="script">A script, wanted or not: what filters leave out counts for the start all the same.</param>
    /// <param name="isWanted">Whether a time that makes no sense is an error.</param>
    public void Read(ScriptFile script, bool isWanted)
    {
        switch (script.TimeSource)
        {
            case TimeSourceKind.Name:
                script.TimeTicks = ReadName(script.Path, isWanted);
                break;
            case TimeSourceKind.File when _table!.TryGet(script.Path, out var entry): // there is a table for this kind
                script.TimeTicks = entry.Time;
                _inTable++;
                AddStart(script.Group, entry);
                break;
            default:
                break;
        }

        if (_options.StartTime.Kind == StartTimeKind.First && script.TimeTicks != ScriptFile.NoTime
            && (!_starts.TryGetValue(script.Group, out var first) || script.TimeTicks < first.Start))
        {
            _starts[script.Group] = (script.TimeTicks, 0);
        }
    }

    /// <summary>Sets a script's offset and bucket, after all times were read.</summary>
    /// <returns>Why the script has none; null when it has.</returns>
    public LeftOutReason? Place(ScriptFile script)
    {
        if (script.TimeSource == TimeSourceKind.Bucket)
        {
            return PlaceBucketed(script.Bucket);
        }

        if (script.TimeTicks == ScriptFile.NoTime)
        {
            return LeftOutReason.NoTime;
        }

        script.OffsetTicks = script.TimeTicks - StartOf(script);
        if (script.OffsetTicks < 0)
        {
            return LeftOutReason.BeforeStart;
        }

        if (script.OffsetTicks > _options.MaxTime?.Ticks)
        {
            return LeftOutReason.BeyondMaxTime;
        }

        var bucket = TimeBucket.At(script.Offset, _options.Interval, _options.MaxTime);
        if (!_buckets.TryGetValue(bucket.Start.Ticks, out var shared))
        {
            _buckets.Add(bucket.Start.Ticks, shared = bucket);
        }

        script.Bucket = shared;
        return null;
    }

    private LeftOutReason? PlaceBucketed(TimeBucket bucket)
    {
        if (_options.MaxTime is not { } limit || bucket.End <= limit)
        {
            return null;
        }

        if (bucket.Start < limit)
        {
            _dividedBuckets.Add(bucket.Label);
        }

        return LeftOutReason.BeyondMaxTime;
    }

    private long StartOf(ScriptFile script)
    {
        if (_options.StartTime.Kind == StartTimeKind.Instant)
        {
            return _options.StartTime.Ticks;
        }

        return _starts.TryGetValue(script.Group, out var start)
            ? start.Start
            : throw new UsageException($"--t0 file: '{_table?.File}' gives no t0 for any script of the group '{script.Group}'");
    }

    private void AddStart(string group, TimeTableEntry entry)
    {
        if (_options.StartTime.Kind != StartTimeKind.File || entry.Start == ScriptFile.NoTime)
        {
            return;
        }

        if (!_starts.TryAdd(group, (entry.Start, entry.Line)) && _starts[group] is var (start, line) && start != entry.Start)
        {
            throw _table!.Error($"the group '{group}' starts at {Seconds.ToText(entry.Start)} here, but at {Seconds.ToText(start)} on line {line}", entry.Line);
        }
    }

    private long ReadName(string path, bool isWanted)
    {
        var match = _options.TimeSource.Expression!.Match(path); // set for this kind
        if (!match.Success || !match.Groups[1].Success)
        {
            return ScriptFile.NoTime;
        }

        if (Seconds.TryParseTicks(match.Groups[1].ValueSpan, out var ticks))
        {
            return ticks;
        }

        return isWanted
            ? throw new UsageException($"--time-from: the first group finds '{match.Groups[1].Value}' in '{path}', which is not a number of seconds (at most {Seconds.Largest}; no milliseconds)")
            : ScriptFile.NoTime;
    }
}
