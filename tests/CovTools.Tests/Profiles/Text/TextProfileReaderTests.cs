using System.Text;
using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Tests.Profiles.Indexed;
using CovTools.Tests.Support;

namespace CovTools.Tests.Profiles.Text;

public sealed class TextProfileReaderTests
{
    [Fact]
    public void CommentsAndBlankLinesAreIgnoredEverywhere()
        => Records("# c\n\n:IR\n# c\n\nf\n# c\n1\n\n2\r\n# c\n3\n4\n\n\n").ShouldBe([Describe("f", 1, [3, 4])]);

    [Fact]
    public void NamesKeepTheirBlanks() => Records(" f g \r\n1\n1\n1\n").ShouldBe([Describe(" f g ", 1, [1])]);

    [Theory]
    [InlineData("0x1F", 31UL)]
    [InlineData("0b101", 5UL)]
    [InlineData("017", 15UL)]
    [InlineData("0o17", 15UL)]
    [InlineData("0", 0UL)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    public void HashesHaveAnyBase(string text, ulong hash) => Records($"f\n{text}\n1\n1\n").ShouldBe([Describe("f", hash, [1])]);

    [Fact]
    public void BitmapsAndValuesAreRead()
    {
        var record = ProfileBytes.Copy(Open("f\n1\n1\n1\n$ 0x2\n0x1f\n3\n2\n0\n1\n2\na:b:7\n** External Symbol **:2\n1\n1\n1\n8:9\ng\n1\n1\n1\n").Records())[0];

        record.Bitmap.ToArray().ShouldBe([0x1f, 3]);
        record.Values.ShouldNotBeNull().Sites(ValueKind.IndirectCallTarget)[0].ShouldBe([new(NameHash.Compute("a:b"u8), 7), new(0, 2)]);
        record.Values.Sites(ValueKind.MemoryOperationSize)[0].ShouldBe([new(8, 9)]);
    }

    [Fact]
    public void HeaderLinesSetTheFlags()
    {
        Open(":ir\n:entry_first\n:single_byte_coverage\n:instrument_loop_entries\n").Flags
            .ShouldBe(ProfileFlags.IntermediateRepresentation | ProfileFlags.EntryFirst | ProfileFlags.SingleByte | ProfileFlags.LoopEntries);
        Open(":csir\n:entry_first\n:not_entry_first\n").Flags.ShouldBe(ProfileFlags.IntermediateRepresentation | ProfileFlags.ContextSensitive);
        Open(":fe\n").DeclaresFrontEnd.ShouldBeTrue();
        Open("\n\n").Records().ShouldBeEmpty();
    }

    [Fact]
    public void TracesAreRead()
    {
        var profile = Open(":temporal_prof_traces\n2\n5\n3\nf, g\n1\nh,\n:ir\nf\n1\n1\n1\n");

        profile.Flags.ShouldBe(ProfileFlags.Temporal | ProfileFlags.IntermediateRepresentation);
        profile.Traces.StreamSize.ShouldBe(5UL);
        profile.Traces.Traces.Select(trace => trace.Weight).ShouldBe([3UL, 1]);
        profile.Traces.Traces[0].Functions.ShouldBe([NameHash.Compute("f"u8), NameHash.Compute("g"u8)]);
        profile.Traces.Traces[1].Functions.ShouldBe([NameHash.Compute("h"u8)]);
    }

    [Theory]
    [InlineData("f\nx\n", 2, 2, "function hash is not a valid integer")]
    [InlineData("f\n-1\n", 2, 2, "function hash is not a valid integer")]
    [InlineData("f\n18446744073709551616\n", 2, 2, "function hash is not a valid integer")]
    [InlineData("f\n1\n0x1\n", 4, 3, "number of counters is not a valid integer")]
    [InlineData("f\n1\n0\n1\n", 6, 4, "number of counters before this line is zero")]
    [InlineData("f\n1\n1\n+1\n", 6, 4, "count is not a valid integer")]
    [InlineData("f\n1\n1\n1\n$x\n", 8, 5, "number of bitmap bytes is not a valid integer")]
    [InlineData("f\n1\n1\n1\n$1\n256\n", 11, 6, "bitmap byte is not a valid integer")]
    [InlineData("f\n1\n1\n1\n9\n", 8, 5, "number of value kinds is invalid")]
    [InlineData("f\n1\n1\n1\n1\n3\n1\n", 12, 7, "the value kind before this line is invalid")]
    [InlineData("f\n1\n1\n1\n1\n1\n1\n1\n5\n", 16, 9, "this is no value, a colon and a count")]
    [InlineData("f\n1\n1\n1\n1\n1\n1\n1\nx:5\n", 16, 9, "the value is not a valid integer")]
    [InlineData(":what\n", 0, 1, "header line is not known")]
    [InlineData("f\n1\0\n", 2, 2, "a zero byte")]
    public void AnErrorNamesLineAndOffset(string text, long offset, int line, string reason)
    {
        var exception = Should.Throw<MalformedDataException>(() => Open(text).Records().Count());

        exception.Reason.ShouldStartWith($"line {line}: ");
        exception.Reason.ShouldContain(reason);
        exception.Offset.ShouldBe(offset);
    }

    [Theory]
    [InlineData("f\n")]
    [InlineData("f\n1\n")]
    [InlineData("f\n1\n18446744073709551615\n1\n")]
    [InlineData("f\n1\n1\n1\n$3\n1\n")]
    [InlineData("f\n1\n1\n1\n1\n0\n4000000000\n4000000000\n")]
    [InlineData(":temporal_prof_traces\n4000000000\n1\n1\nf\n")]
    public void ATextThatEndsInsideOfARecordIsTruncated(string text)
    {
        var exception = Should.Throw<MalformedDataException>(() => Open(text).Records().Count());

        exception.Reason.ShouldContain("truncated");
        exception.Offset.ShouldBe(text.Length);
    }

    [Fact]
    public void ANumberThatIsTooLargeForValuesIsTheNextName()
        => Records("f\n1\n1\n1\n99999999999\n1\n1\n1\n").ShouldBe([Describe("f", 1, [1]), Describe("99999999999", 1, [1])]);

    [Fact]
    public void DamageOnlyFailsAsMalformed()
    {
        byte[][] files = [.. Enumerable.Range(1, 4).Select(seed => Encoding.UTF8.GetBytes(
            new SampleText(seed, Functions: 6) { Header = ":ir\n", Bitmaps = seed > 1, ValueKinds = seed - 1, Traces = seed }.Make()))];

        Mutations.Truncate(files[3], Read);
        Mutations.Change(files, Mutations.Count, Read).ShouldBeGreaterThan(0);
    }

    private static void Read(byte[] bytes)
    {
        foreach (var record in new TextProfileReader(new MemoryByteSource("t", bytes)).Records())
        {
            _ = record.NameText.Length + record.Counters.Span.Length + record.Bitmap.Span.Length;
        }
    }

    private static TextProfileReader Open(string text) => new(new MemoryByteSource("t.proftext", Encoding.UTF8.GetBytes(text)));

    private static IEnumerable<string> Records(string text) => Open(text).Records().Select(ProfileBytes.Describe);

    private static string Describe(string name, ulong hash, ulong[] counters) => ProfileBytes.Describe(FunctionRecord.Create(name, hash, counters));
}
