using CovTools.Corpus;
using FsCheck;
using FsCheck.Fluent;

namespace CovTools.Tests.Corpus;

public sealed class TimeBucketTests
{
    [Theory]
    [InlineData(0, 60, null, "0-60")]
    [InlineData(59.9999999, 60, null, "0-60")]
    [InlineData(60, 60, null, "60-120")]
    [InlineData(99, 60, 100.0, "60-100")]
    [InlineData(100, 60, 100.0, "60-100")]
    [InlineData(60, 60, 60.0, "0-60")]
    [InlineData(600, 60, 600.0, "540-600")]
    [InlineData(5, 60, 10.0, "0-10")]
    [InlineData(0.3, 0.1, null, "0.3-0.4")]
    [InlineData(2.5, 2.5, null, "2.5-5")]
    public void AnOffsetLiesInItsBucket(double offset, double interval, double? cutOff, string label)
    {
        TimeBucket.At(Time(offset), Time(interval), cutOff is { } limit ? Time(limit) : null).Label.ShouldBe(label);
    }

    [Fact]
    public void BucketsPartitionTime()
    {
        var numbers = Gen.Choose(1, 50_000);
        Prop.ForAll(
            numbers.Zip(numbers).Zip(numbers).ToArbitrary(),
            triple =>
            {
                var interval = new TimeSpan(triple.Item1.Item1);
                var cutOff = new TimeSpan(triple.Item1.Item2);
                var offset = new TimeSpan(triple.Item2 % (triple.Item1.Item2 + 1));
                var bucket = TimeBucket.At(offset, interval, cutOff);
                var last = TimeBucket.At(cutOff, interval, cutOff);

                bucket.Start.ShouldBeLessThanOrEqualTo(offset);
                bucket.End.ShouldBeLessThanOrEqualTo(cutOff);
                (offset < bucket.End || (offset == cutOff && bucket == last)).ShouldBeTrue();
                (bucket.Start.Ticks % interval.Ticks).ShouldBe(0);
                (bucket.End - bucket.Start == interval || bucket == last).ShouldBeTrue();
                TimeBucket.TryParse(bucket.Label).ShouldBe(bucket);
                if (bucket != last)
                {
                    TimeBucket.At(bucket.End, interval, cutOff).ShouldSatisfyAllConditions(
                        next => next.Start.ShouldBe(bucket.End == cutOff ? next.Start : bucket.End),
                        next => next.Overlaps(bucket).ShouldBe(next == bucket));
                }
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Theory]
    [InlineData("2023-01")]
    [InlineData("60-60")]
    [InlineData("0-60-120")]
    [InlineData("-60")]
    [InlineData("0-")]
    [InlineData("a-b")]
    [InlineData("0- 60")]
    [InlineData("1e1-60")]
    [InlineData("0-99999999999999999999999999")]
    [InlineData("0-.5")]
    public void OtherNamesAreNoBuckets(string name)
    {
        TimeBucket.TryParse(name).ShouldBeNull();
    }

    [Fact]
    public void OffsetsBeyondTheCutOffHaveNoBucket()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => TimeBucket.At(Time(101), Time(60), Time(100)));
        Should.Throw<ArgumentOutOfRangeException>(() => TimeBucket.At(Time(-1), Time(60)));
    }

    private static TimeSpan Time(double seconds) => new((long)((decimal)seconds * TimeSpan.TicksPerSecond));
}
