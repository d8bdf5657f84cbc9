using System.Text;
using CovTools.Reports;
using CovTools.Tests.Support;

namespace CovTools.Tests.Reports;

[Collection(AllocationMeasurement.Name)]
public sealed class OrderedPartsTests
{
    private const int Piece = 1000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300)]
    public void PartsAreWrittenInTheirOrderWhateverTheirSizesAre(int count)
    {
        using var stream = new MemoryStream();

        OrderedParts.Write(stream, count, () => WritePart, TestContext.Current.CancellationToken);

        var text = Encoding.ASCII.GetString(stream.ToArray());
        var expected = string.Concat(Enumerable.Range(0, count).Select(part => string.Concat(Enumerable.Repeat(Text(part), Pieces(part)))));
        (text == expected).ShouldBeTrue();
    }

    [Fact]
    public void LargePartsDoNotPileUp()
    {
        const int Parts = 64;
        const int PiecesOfPart = 10_000;
        var before = GC.GetTotalAllocatedBytes(precise: true);

        OrderedParts.Write(
            Stream.Null,
            Parts,
            () =>
            {
                var text = Encoding.ASCII.GetBytes(new string('x', Piece));
                return (output, _) =>
                {
                    for (var i = 0; i < PiecesOfPart; i++)
                    {
                        output.Write(text);
                        output.PassOn();
                    }
                };
            },
            TestContext.Current.CancellationToken);

        // 640 MB were written.
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(160L << 20);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    public void WhatAPartFailsWithIsWhatTheReportFailsWith(int bad)
    {
        var exception = Should.Throw<MalformedDataException>(() => OrderedParts.Write(
            Stream.Null,
            100,
            () => (output, part) =>
            {
                WritePart(output, part);
                if (part == bad)
                {
                    throw new MalformedDataException("profile", 7, "damaged");
                }
            },
            TestContext.Current.CancellationToken));

        exception.Message.ShouldContain("damaged");
    }

    [Fact]
    public void AStreamThatFailsEndsIt()
    {
        using var closed = new MemoryStream();
        closed.Dispose();

        Should.Throw<ObjectDisposedException>(() => OrderedParts.Write(closed, 100, () => WritePart, TestContext.Current.CancellationToken));
    }

    private static void WritePart(Utf8Output output, int part)
    {
        var text = Encoding.ASCII.GetBytes(Text(part));
        for (var i = 0; i < Pieces(part); i++)
        {
            output.Write(text);
            output.PassOn();
        }
    }

    private static string Text(int part) => $"<{part}>".PadRight(Piece, '.');

    /// <summary>Most parts are small; some are larger than what is kept of a part, or than all that waits.</summary>
    private static int Pieces(int part) => part % 61 == 7 ? 40_000 : part % 10 == 3 ? 5_000 : part % 3;
}
