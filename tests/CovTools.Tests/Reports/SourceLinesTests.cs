using System.Text;
using CovTools.Reports;

namespace CovTools.Tests.Reports;

/// <summary>Lines are those that llvm::line_iterator finds.</summary>
public sealed class SourceLinesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "1:a|")]
    [InlineData("a\n", "1:a|")]
    [InlineData("a\n\nb", "1:a|2:|3:b|")]
    [InlineData("\n", "1:|")]
    [InlineData("\n\na\n", "1:|2:|3:a|")]
    [InlineData("a\r\nb\rc\r\n", "1:a|2:b\rc|")]
    [InlineData("a\r", "1:a\r|")]
    [InlineData("a\nb\0c\nd", "1:a|2:b|")]
    [InlineData("\0a", "")]
    public void EveryLineIsFoundOnce(string text, string expected)
    {
        var found = new StringBuilder();
        var lines = new SourceLines(Encoding.Latin1.GetBytes(text));

        while (lines.MoveNext())
        {
            found.Append(lines.Number).Append(':').Append(Encoding.Latin1.GetString(lines.Line)).Append('|');
        }

        found.ToString().ShouldBe(expected);
    }
}
