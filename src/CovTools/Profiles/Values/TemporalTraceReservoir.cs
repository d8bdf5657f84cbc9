namespace CovTools.Profiles;

/// <summary>
/// Keeps a bounded sample of the traces of many profiles (InstrProfWriter::addTemporalProfileTraces in llvm/ProfileData/InstrProfWriter.cpp). The choice beyond
/// its size is that of LLVM 17 to 21 as Linux distributions build them: their random numbers always start from the same seed. From 22 on the tools draw another
/// sample. Not thread-safe.
/// </summary>
public sealed class TemporalTraceReservoir
{
    /// <summary>Traces that are kept by default (--temporal-profile-trace-reservoir-size).</summary>
    public const int DefaultSize = 100;

    /// <summary>Functions of a trace that are kept by default (--temporal-profile-max-trace-length).</summary>
    public const int DefaultMaximumLength = 10_000;

    /// <summary>A file may claim any number of traces; beyond this many the choice among the kept ones is as good as settled.</summary>
    private const ulong MaximumDraws = 10_000_000;

    private readonly int _size;
    private readonly int _maximumLength;
    private readonly MersenneTwister _random = new();
    private List<TemporalTrace> _traces = [];
    private ulong _streamSize;

    /// <summary>Makes an empty reservoir.</summary>
    /// <param name="size">Traces to keep, 0 or more.</param>
    /// <param name="maximumLength">Functions of a trace to keep, 0 or more.</param>
    public TemporalTraceReservoir(int size = DefaultSize, int maximumLength = DefaultMaximumLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfNegative(maximumLength);
        _size = size;
        _maximumLength = maximumLength;
    }

    /// <summary>What was kept.</summary>
    public TemporalTraces Traces => new(_streamSize, _traces.ToArray());

    /// <summary>Adds the traces of a profile, after its records were read. A raw profile's traces get the weight of the input; others keep theirs.</summary>
    /// <param name="profile">Its records were enumerated to their end.</param>
    /// <param name="weight">Of the input, at least 1.</param>
    public void Add(IProfile profile, ulong weight)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var traces = profile.Traces;
        Add(profile.IsRaw ? traces with { Traces = [.. traces.Traces.Select(trace => trace with { Weight = weight })] } : traces);
    }

    /// <summary>Adds traces; empty ones are ignored.</summary>
    public void Add(TemporalTraces traces)
    {
        ArgumentNullException.ThrowIfNull(traces);
        if (traces.Traces.Count == 0)
        {
            return;
        }

        var incoming = traces.Traces.Select(Shorten).Where(trace => trace.Functions.Count > 0).ToList();
        var incomingStream = traces.StreamSize;
        if (_streamSize <= (ulong)_size && incomingStream > (ulong)_size)
        {
            // A sample stands for more traces than it has: it becomes the base that the others are added to.
            (_traces, incoming) = (incoming, _traces);
            (_streamSize, incomingStream) = (incomingStream, _streamSize);
        }

        if (incomingStream <= (ulong)_size)
        {
            foreach (var trace in incoming)
            {
                AddOne(trace);
            }
        }
        else
        {
            AddSample(incoming, incomingStream);
        }
    }

    private TemporalTrace Shorten(TemporalTrace trace) => trace.Functions.Count <= _maximumLength
        ? trace
        : trace with { Functions = [.. trace.Functions.Take(_maximumLength)] };

    private void AddOne(TemporalTrace trace)
    {
        if (_streamSize < (ulong)_size)
        {
            _traces.Add(trace);
        }
        else if (Draw() is { } index)
        {
            _traces[index] = trace;
        }

        Count(1);
    }

    /// <summary>Replaces those traces that would have gone if the whole stream behind the sample had been added.</summary>
    private void AddSample(List<TemporalTrace> sample, ulong streamSize)
    {
        var replaced = new List<int>();
        var seen = new HashSet<int>();
        var draws = Math.Min(streamSize, MaximumDraws);
        for (var i = 0UL; i < draws; i++)
        {
            if (Draw() is { } index && seen.Add(index))
            {
                replaced.Add(index);
            }

            Count(1);
        }

        Count(streamSize - draws);

        for (var first = 0; sample.Count - first > 1; first++)
        {
            var offset = (int)(_random.Next() % (uint)(sample.Count - first));
            (sample[first], sample[first + offset]) = (sample[first + offset], sample[first]);
        }

        foreach (var (index, trace) in replaced.Zip(sample))
        {
            _traces[index] = trace;
        }
    }

    private void Count(ulong traces) => _streamSize = traces > ulong.MaxValue - _streamSize ? ulong.MaxValue : _streamSize + traces;

    /// <summary>The place that the next trace of the stream takes; null when it is left out.</summary>
    private int? Draw()
    {
        var index = _random.UpTo((uint)Math.Min(_streamSize, uint.MaxValue - 1));
        return index < (uint)_traces.Count ? (int)index : null;
    }
}
