using CovTools.Reports;

namespace CovTools.Tests.Reports;

public sealed class CountTextTests
{
    [Theory]
    [InlineData(0UL, "0")]
    [InlineData(999UL, "999")]
    [InlineData(1_000UL, "1.00k")]
    [InlineData(1_239UL, "1.23k")]
    [InlineData(12_399UL, "12.3k")]
    [InlineData(123_999UL, "123k")]
    [InlineData(1_239_999UL, "1.23M")]
    [InlineData(99_999_999_999UL, "99.9G")]
    [InlineData(ulong.MaxValue, "18.4E")]
    public void ThreeDigitsAreLeftOfLargeCounts(ulong count, string expected) => CountText.Of(count).ShouldBe(expected);

    [Fact]
    public void BinaryCountsAreOneOrZero()
    {
        var options = new ShowOptions { BinaryCounts = true };

        CountText.Of(5_000, options).ShouldBe("1");
        CountText.Of(0, options).ShouldBe("0");
        CountText.Of(5_000, new ShowOptions()).ShouldBe("5.00k");
    }
}
