using CovTools.Corpus;

namespace CovTools.Tests.Corpus;

public sealed class TextFormsTests
{
    [Theory]
    [InlineData("mtime", TimeSourceKind.FileTime)]
    [InlineData("name:t([0-9]+)", TimeSourceKind.Name)]
    [InlineData("file:a:b.csv", TimeSourceKind.File)]
    public void TimeSourcesAreReadAndWritten(string text, TimeSourceKind kind)
    {
        var source = TimeSource.Parse(text);

        source.Kind.ShouldBe(kind);
        source.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ctime")]
    [InlineData("file:")]
    [InlineData("name:")]
    [InlineData("name:[0-9]+")]
    [InlineData("name:(?:[0-9]+)")]
    [InlineData("name:(")]
    public void OtherTimeSourcesAreUsageErrors(string text)
    {
        Should.Throw<UsageException>(() => TimeSource.Parse(text)).Message.ShouldStartWith("--time-from: ");
    }

    [Theory]
    [InlineData("first", StartTimeKind.First, 0)]
    [InlineData("file", StartTimeKind.File, 0)]
    [InlineData("1700000000.25", StartTimeKind.Instant, 17_000_000_002_500_000)]
    [InlineData("-5", StartTimeKind.Instant, -50_000_000)]
    [InlineData("2023-11-14T22:13:20Z", StartTimeKind.Instant, 17_000_000_000_000_000)]
    [InlineData("2023-11-14T23:13:20+01:00", StartTimeKind.Instant, 17_000_000_000_000_000)]
    [InlineData("2023-11-14 22:13:20", StartTimeKind.Instant, 17_000_000_000_000_000)]
    [InlineData("1970-01-02", StartTimeKind.Instant, 864_000_000_000)]
    public void StartTimesAreReadAndWritten(string text, StartTimeKind kind, long ticks)
    {
        var start = StartTime.Parse(text);

        (start.Kind, start.Ticks).ShouldBe((kind, ticks));
        start.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("1e30")]
    [InlineData("12:30")]
    [InlineData("2023-13-01T00:00:00Z")]
    public void OtherStartTimesAreUsageErrors(string text)
    {
        Should.Throw<UsageException>(() => StartTime.Parse(text)).Message.ShouldStartWith("--t0: ");
    }

    [Theory]
    [InlineData("60", 600_000_000)]
    [InlineData("0.5", 5_000_000)]
    [InlineData("1e3", 10_000_000_000)]
    public void DurationsAreSeconds(string text, long ticks)
    {
        Seconds.ParseDuration(text, "--interval").Ticks.ShouldBe(ticks);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1,5")]
    [InlineData("1m")]
    [InlineData("NaN")]
    [InlineData("1e-9")]
    [InlineData("1e12")]
    public void OtherDurationsAreUsageErrors(string text)
    {
        Should.Throw<UsageException>(() => Seconds.ParseDuration(text, "--interval")).Message.ShouldStartWith("--interval: ");
    }
}
