namespace CovTools.Profiles;

/// <summary>
/// Keeps a bounded sample of the traces of many profiles (InstrProfWriter::addTemporalProfileTraces in llvm/ProfileData/InstrProfWriter.cpp). The choice beyond
/// its size is that of the release's tools as Linux distributions build them: their random numbers always start from the same seed. Not thread-safe.
/// </summary>
public sealed class TemporalTraceReservoir
{
    /// <summary>Traces that are kept by default (--temporal-profile-trace-reservoir-size).</summary>
    public const int DefaultSize = 100;

    /// <summary>Functions of a trace that are kept by default (--temporal-profile-max-trace-length).</summary>
    public const int DefaultMaximumLength = 10_000;

    /// <summary>A file may claim any number of traces; beyond this many the choice among the kept ones is as good as settled.</summary>
    private const ulong MaximumDraws = 10_000_000;

    private readonly LlvmRelease _release;
    private readonly int _size;
    private readonly int _maximumLength;
    private readonly MersenneTwister _random = new();
    private List<TemporalTrace> _traces = [];
    private ulong _streamSize;

    /// <summary>Makes an empty reservoir.</summary>
    /// <param name="release">Whose way of sampling: it changed in 22.</param>
    /// <param name="size">Traces to keep, 0 or more.</param>
    /// <param name="maximumLength">Functions of a trace to keep, 0 or more.</param>
    public TemporalTraceReservoir(LlvmRelease release, int size = DefaultSize, int maximumLength = DefaultMaximumLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfNegative(maximumLength);
        _release = release;
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
        if (_release.Major >= 22)
        {
            Fill(incoming, traces.StreamSize);
        }
        else
        {
            Join(incoming, traces.StreamSize);
        }
    }

    /// <summary>LLVM 22 and newer: traces that find no room replace others in random order, as if the stream behind them had been seen from here on.</summary>
    private void Fill(List<TemporalTrace> incoming, ulong streamSize)
    {
        if (incoming.Count == 0)
        {
            return;
        }

        var next = Math.Min(Math.Max(_size - _traces.Count, 0), incoming.Count);
        _traces.AddRange(incoming[..next]);
        Shuffle(incoming, next);
        var last = Math.Min(streamSize, MaximumDraws);
        for (var seen = (ulong)_traces.Count; seen < last && next < incoming.Count; seen++)
        {
            if (Draw(seen) is { } index)
            {
                _traces[index] = incoming[next++];
            }
        }

        Count(streamSize);
    }

    /// <summary>LLVM 17 to 21: traces that find no room are drawn one by one, samples of longer streams as a whole.</summary>
    private void Join(List<TemporalTrace> incoming, ulong incomingStream)
    {
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
        else if (Draw(_streamSize) is { } index)
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
            if (Draw(_streamSize) is { } index && seen.Add(index))
            {
                replaced.Add(index);
            }

            Count(1);
        }

        Count(streamSize - draws);

        Shuffle(sample, 0);
        foreach (var (index, trace) in replaced.Zip(sample))
        {
            _traces[index] = trace;
        }
    }

    private void Count(ulong traces) => _streamSize = traces > ulong.MaxValue - _streamSize ? ulong.MaxValue : _streamSize + traces;

    /// <summary>llvm::shuffle in llvm/ADT/STLExtras.h.</summary>
    private void Shuffle(List<TemporalTrace> traces, int first)
    {
        for (; traces.Count - first > 1; first++)
        {
            var offset = (int)(_random.Next() % (uint)(traces.Count - first));
            (traces[first], traces[first + offset]) = (traces[first + offset], traces[first]);
        }
    }

    /// <summary>The place that a trace takes after so many others; null when it is left out.</summary>
    private int? Draw(ulong seen)
    {
        var index = _random.UpTo((uint)Math.Min(seen, uint.MaxValue - 1));
        return index < (uint)_traces.Count ? (int)index : null;
    }
}
