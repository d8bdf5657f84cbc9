using CovTools.Reports;

namespace CovTools.Tests.Reports;

public sealed class PercentageTests
{
    [Theory]
    [InlineData(0, 7, "0.00")]
    [InlineData(7, 7, "100.00")]
    [InlineData(2, 3, "66.67")]
    [InlineData(1, 3, "33.33")]
    [InlineData(1, 32, "3.12")] // Exactly 3.125: halves go to the even digit, as in the C library.
    [InlineData(3, 32, "9.38")] // Exactly 9.375.
    [InlineData(1, 1_000_000, "0.00")]
    [InlineData(999_999, 1_000_000, "100.00")]
    [InlineData(0, 0, "0.00")]
    public void ItIsRoundedAsTheCLibraryDoes(double covered, double total, string expected) => Percentage.Text(Percentage.Of(covered, total)).ShouldBe(expected);

    [Theory]
    [InlineData(1e19, 1, "1000000000000000000000.00")]
    [InlineData(2251799813685248.5, 100, "2251799813685248.50")]
    [InlineData(double.Epsilon, 1, "0.00")]
    public void ValuesOfAnySizeArePrinted(double covered, double total, string expected) => Percentage.Text(Percentage.Of(covered, total)).ShouldBe(expected);
}
