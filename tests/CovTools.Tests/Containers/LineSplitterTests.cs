using System.Text;
using CovTools.Containers;

namespace CovTools.Tests.Containers;

public sealed class LineSplitterTests
{
    [Fact]
    public void LinesAreWholeHoweverTheBytesArrive()
    {
        var bytes = Encoding.UTF8.GetBytes("größe\r\n\nzwei\n€ ohne Ende");

        for (var chunk = 1; chunk <= bytes.Length; chunk++)
        {
            var lines = new List<string>();
            var splitter = new LineSplitter(lines.Add);
            foreach (var part in bytes.Chunk(chunk))
            {
                splitter.Add(part);
            }

            splitter.End();
            lines.ShouldBe(["größe", string.Empty, "zwei", "€ ohne Ende"]);
        }
    }

    [Fact]
    public void InvalidBytesAreReplacedAndOverlongLinesAreBroken()
    {
        var lines = new List<string>();
        var splitter = new LineSplitter(lines.Add);

        splitter.Add([0xff, (byte)'a', (byte)'\n']);
        splitter.Add(Encoding.ASCII.GetBytes(new string('x', 20000)));
        splitter.End();

        lines[0].ShouldBe("\ufffda");
        lines.Skip(1).Select(line => line.Length).ShouldBe([8192, 8192, 20000 - (2 * 8192)]);
    }
}
