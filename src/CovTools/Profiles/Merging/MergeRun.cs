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

    private readonly IReadOnlyList<MergeInput> _inputs;
    private readonly MergeOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly InputReport?[] _reports;
    private readonly long[] _sizes;
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
        var units = Units(SumRawProfiles());
        var release = _options.Release ?? LlvmRelease.Newest;
        var (profile, mergers) = Merge(units, release, Threads);
        if (mergers[0].Kinds.DependsOnOrder)
        {
            // Which inputs are refused depends on all before them: they are taken one by one.
            units = [.. Enumerable.Range(0, _inputs.Count).Where(number => _sizes[number] > 0).Select(number => new MergeUnit(number, [], _sizes[number]))];
            (profile, mergers) = Merge(units, release, 1);
        }

        var oldest = mergers.Min(merger => merger.Oldest);
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
        var next = -1;
        var summers = Enumerable.Range(0, Math.Clamp(_inputs.Count / 2, 1, Threads)).Select(_ => new RawSummer(shapes, NewProfile)).ToArray();
        InParallel(summers.Length, thread =>
        {
            for (var number = Interlocked.Increment(ref next); number < _inputs.Count; number = Interlocked.Increment(ref next))
            {
                _cancellationToken.ThrowIfCancellationRequested();
                Sum(summers[thread], number);
            }
        });
        foreach (var (number, _) in summers.SelectMany(summer => summer.Dropped))
        {
            _reports[number] = null;
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
        foreach (var sums in summers.SelectMany(summer => summer.Sums).GroupBy(sum => (sum.Shape, sum.Weight)))
        {
            if (sums.Key.Shape.Profile is not null)
            {
                units.Add(new MergeUnit(sums.Min(sum => sum.Inputs.Min(input => input.Number)), [.. sums], sums.Key.Shape.Size));
                continue;
            }

            // Its files are read one by one, so that each is told with its own reason.
            foreach (var (number, _) in sums.SelectMany(sum => sum.Inputs))
            {
                _reports[number] = null;
            }
        }

        units.AddRange(Enumerable.Range(0, _inputs.Count).Where(number => _reports[number] is null).Select(number => new MergeUnit(number, [], _sizes[number])));
        units.Sort((left, right) => left.Number.CompareTo(right.Number));
        return units;
    }

    private (ProfileBuilder Profile, UnitMerger[] Mergers) Merge(List<MergeUnit> units, LlvmRelease release, int threads)
    {
        var total = units.Sum(unit => unit.Size);
        var mergers = Enumerable.Range(0, (int)Math.Clamp(total / WorthAThread, 1, threads)).Select(_ => new UnitMerger(release, _options)).ToArray();
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
            profile.Add(merger.Profile);
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
        if (unit.Sums.Count > 0)
        {
            merger.AddSums(input, unit.Sums[0].Shape.Profile!, unit.Sums);
        }
        else
        {
            Report(unit.Number, merger.AddFile(input));
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
