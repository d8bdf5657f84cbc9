using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>
/// One merge. First all threads add up raw profiles that share their shape; then everything becomes records: sums and other files, in the order of the inputs, each
/// thread a contiguous part of them into a profile of its own, which are joined in that order.
/// </summary>
internal sealed class MergeRun
{
    /// <summary>Smaller work is not worth a second thread.</summary>
    private const long WorthAThread = 4 << 20;

    private const int MaximumThreads = 16;

    private const int MaximumInputsAtOnce = 32;

    /// <summary>So many times a thread fetches inputs: often enough that none waits long for another.</summary>
    private const int PartsOfAThread = 8;

    private readonly IReadOnlyList<MergeInput> _inputs;
    private readonly MergeOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly InputReport?[] _reports;
    private readonly long[] _sizes;
    private readonly HashSet<RawShape> _damaged = [];
    private int _done;

    public MergeRun(IReadOnlyList<MergeInput> inputs, MergeOptions options, CancellationToken cancellationToken)
    {
        _inputs = inputs;
        _options = options;
        _cancellationToken = cancellationToken;
        _reports = new InputReport?[inputs.Count];
        _sizes = new long[inputs.Count];
    }

    private int Threads => _options.Threads > 0 ? _options.Threads : Math.Min(Environment.ProcessorCount, MaximumThreads);

    public MergeOutcome Run()
    {
        var summers = SumRawProfiles();
        var units = Units(summers);
        var release = _options.Release ?? LlvmRelease.Newest;
        var (profile, mergers) = Merge(units, release, Threads);
        if (_damaged.Count > 0)
        {
            units = Units(summers);
            (profile, mergers) = Merge(units, release, Threads);
        }

        if (mergers[0].Kinds.DependsOnOrder)
        {
            // Which inputs are refused depends on all before them: they are taken one by one.
            units = [.. Enumerable.Range(0, _inputs.Count).Where(number => _sizes[number] > 0).Select(number => new MergeUnit(number, [], _sizes[number]))];
            (profile, mergers) = Merge(units, release, 1);
        }

        var oldest = LlvmRelease.Newest;
        foreach (var merger in mergers)
        {
            oldest = merger.Oldest < oldest ? merger.Oldest : oldest;
        }

        if (_options.Release is null && oldest < release)
        {
            release = oldest;
            if (!oldest.HasPseudoCounts && profile.HasHugeCounts)
            {
                (profile, mergers) = Merge(units, oldest, Threads);
            }
        }

        profile.Release = release;
        var problems = mergers.SelectMany(merger => merger.Problems).Take(MergeOutcome.MaximumProblems);
        return new MergeOutcome(profile, release, [.. _reports.Select(report => report!)], _sizes.Sum(), [.. problems]);
    }

    private ProfileBuilder NewProfile() => UnitMerger.NewProfile(_options.Release ?? LlvmRelease.Newest, _options);

    private RawSummer[] SumRawProfiles()
    {
        var shapes = new RawShapes();
        var next = 0;
        var summers = new RawSummer[Math.Clamp(_inputs.Count / 2, 1, Threads)];
        for (var i = 0; i < summers.Length; i++)
        {
            summers[i] = new RawSummer(shapes, NewProfile);
        }

        // Profiles of one module often follow each other: by one thread they become one sum.
        var atOnce = Math.Clamp(_inputs.Count / (summers.Length * PartsOfAThread), 1, MaximumInputsAtOnce);
        InParallel(summers.Length, thread =>
        {
            for (var end = Interlocked.Add(ref next, atOnce); end - atOnce < _inputs.Count; end = Interlocked.Add(ref next, atOnce))
            {
                for (var number = end - atOnce; number < Math.Min(end, _inputs.Count); number++)
                {
                    _cancellationToken.ThrowIfCancellationRequested();
                    Sum(summers[thread], number);
                }
            }
        });
        foreach (var input in summers.SelectMany(summer => summer.Dropped))
        {
            _reports[input.Number] = null;
        }

        return summers;
    }

    private void Sum(RawSummer summer, int number)
    {
        var input = _inputs[number];
        try
        {
            using var file = new FileByteSource(input.Path);
            _sizes[number] = file.Length;
            if (file.Length == 0)
            {
                Report(number, InputReport.Empty(input));
            }
            else if (summer.TryAdd(new NumberedInput(number, input), file) is { } parts)
            {
                Report(number, InputReport.Summed(input, parts));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Report(number, InputReport.Unreadable(input, exception));
        }
    }

    private List<MergeUnit> Units(RawSummer[] summers)
    {
        var units = new List<MergeUnit>();
        foreach (var sums in RawSum.Groups(summers))
        {
            if (!_damaged.Contains(sums[0].Shape))
            {
                units.Add(new MergeUnit(FirstInput(sums), sums, sums[0].Shape.Size));
                continue;
            }

            // Its files are read one by one, so that each is told with its own reason.
            foreach (var input in sums.SelectMany(sum => sum.Inputs))
            {
                _reports[input.Number] = null;
            }
        }

        for (var number = 0; number < _inputs.Count; number++)
        {
            if (_reports[number] is null)
            {
                units.Add(new MergeUnit(number, [], _sizes[number]));
            }
        }

        units.Sort((left, right) => left.Number.CompareTo(right.Number));
        return units;
    }

    private static int FirstInput(IReadOnlyList<RawSum> sums)
    {
        var first = int.MaxValue;
        foreach (var sum in sums)
        {
            foreach (var input in sum.Inputs)
            {
                first = Math.Min(first, input.Number);
            }
        }

        return first;
    }

    private (ProfileBuilder Profile, UnitMerger[] Mergers) Merge(List<MergeUnit> units, LlvmRelease release, int threads)
    {
        var total = units.Sum(unit => unit.Size);
        var mergers = new UnitMerger[(int)Math.Clamp(total / WorthAThread, 1, threads)];
        for (var i = 0; i < mergers.Length; i++)
        {
            mergers[i] = new UnitMerger(release, _options);
        }

        var ends = Ends(units, total, mergers.Length);
        InParallel(mergers.Length, thread =>
        {
            for (var i = thread == 0 ? 0 : ends[thread - 1]; i < ends[thread]; i++)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                Add(mergers[thread], units[i]);
            }
        });
        var profile = mergers[0].Profile;
        foreach (var merger in mergers.Skip(1))
        {
            profile.Absorb(merger.Profile);
            mergers[0].Kinds.Add(merger.Kinds);
        }

        return mergers.Length == 1 || !DependsOnOrder(profile) ? (profile, mergers) : Merge(units, release, 1);
    }

    /// <summary>
    /// Whether only one thread can know the result: which of two records that do not fit each other stays, or which traces, depends on all before; and the
    /// weight of a value counts only when it is not new.
    /// </summary>
    private bool DependsOnOrder(ProfileBuilder profile) =>
        profile.Report is not { CounterMismatches: 0, BitmapMismatches: 0, ValueSiteMismatches: 0 }
        || profile.Traces is not null
        || (profile.HasValues && _inputs.Any(input => input.Weight != 1));

    /// <summary>Cuts the units into contiguous parts of about equal work.</summary>
    /// <returns>For each part the index after its last unit.</returns>
    private static int[] Ends(List<MergeUnit> units, long total, int parts)
    {
        var ends = new int[parts];
        var (end, size) = (0, 0L);
        for (var part = 0; part < parts; part++)
        {
            for (; end < units.Count && (size < total * (part + 1) / parts || part == parts - 1); end++)
            {
                size += units[end].Size;
            }

            ends[part] = end;
        }

        return ends;
    }

    private void Add(UnitMerger merger, MergeUnit unit)
    {
        var input = _inputs[unit.Number];
        if (unit.Sums.Count == 0)
        {
            Report(unit.Number, merger.AddFile(input));
        }
        else if (unit.Sums[0].Shape.Take() is { } profile)
        {
            merger.AddSums(input, profile, unit.Sums, adopts: true);
        }
        else
        {
            lock (_damaged)
            {
                _damaged.Add(unit.Sums[0].Shape);
            }
        }
    }

    private void Report(int number, InputReport report)
    {
        _reports[number] = report;
        _options.Progress?.Invoke(Math.Min(Interlocked.Increment(ref _done), _inputs.Count));
    }

    private static void InParallel(int count, Action<int> run)
    {
        if (count == 1)
        {
            run(0);
            return;
        }

        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = count }, run);
    }
}
