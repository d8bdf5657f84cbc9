using CovTools.Profiles;

namespace CovTools.Tests.Profiles.Values;

public sealed class TemporalTraceReservoirTests
{
    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void BelowItsSizeEveryTraceIsKeptInOrder(int major)
    {
        var reservoir = new TemporalTraceReservoir(new LlvmRelease(major));

        reservoir.Add(Stream(60, first: 0));
        reservoir.Add(Stream(40, first: 60));

        reservoir.Traces.StreamSize.ShouldBe(100UL);
        reservoir.Traces.Traces.Select(trace => trace.Functions[0]).ShouldBe(Enumerable.Range(0, 100).Select(i => (ulong)i));
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void LongTracesAreCutAndEmptyOnesIgnored(int major)
    {
        var reservoir = new TemporalTraceReservoir(new LlvmRelease(major), size: 10, maximumLength: 3);

        reservoir.Add(new TemporalTraces(2, [new TemporalTrace(1, [1, 2, 3, 4]), new TemporalTrace(1, [])]));

        reservoir.Traces.StreamSize.ShouldBe(major >= 22 ? 2UL : 1UL);
        reservoir.Traces.Traces.ShouldHaveSingleItem().Functions.ShouldBe([1UL, 2, 3]);
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void BeyondItsSizeTheChoiceIsAlwaysTheSame(int major)
    {
        TemporalTraces Sample()
        {
            var reservoir = new TemporalTraceReservoir(new LlvmRelease(major), size: 20);
            for (var i = 0; i < 10; i++)
            {
                reservoir.Add(Stream(15, first: i * 15));
            }

            return reservoir.Traces;
        }

        var sample = Sample();

        sample.StreamSize.ShouldBe(150UL);
        sample.Traces.Count.ShouldBe(20);
        sample.Traces.Select(trace => trace.Functions[0]).Distinct().Count().ShouldBe(20);
        Sample().Traces.Select(trace => trace.Functions[0]).ShouldBe(sample.Traces.Select(trace => trace.Functions[0]));
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void AStreamOfAnySizeIsAddedInBoundedTime(int major)
    {
        var reservoir = new TemporalTraceReservoir(new LlvmRelease(major), size: 5);

        reservoir.Add(Stream(5, first: 0) with { StreamSize = ulong.MaxValue - 1 });
        reservoir.Add(Stream(5, first: 5) with { StreamSize = ulong.MaxValue - 1 });

        reservoir.Traces.StreamSize.ShouldBe(ulong.MaxValue);
        reservoir.Traces.Traces.Count.ShouldBe(5);
    }

    [Fact]
    public void UntilLlvm21ASampleLargerThanTheReservoirIsTakenAsItIs()
    {
        var reservoir = new TemporalTraceReservoir(new LlvmRelease(21), size: 5);

        reservoir.Add(Stream(8, first: 0) with { StreamSize = 12 });

        reservoir.Traces.StreamSize.ShouldBe(12UL);
        reservoir.Traces.Traces.Count.ShouldBe(8);
    }

    private static TemporalTraces Stream(int count, int first)
        => new((ulong)count, [.. Enumerable.Range(first, count).Select(i => new TemporalTrace(1, [(ulong)i]))]);
}
