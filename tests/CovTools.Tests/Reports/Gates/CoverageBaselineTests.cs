using System.Text;
using CovTools.Coverage;
using CovTools.Reports;
using CovTools.Tests.Support;

namespace CovTools.Tests.Reports;

public sealed class CoverageBaselineTests
{
    private const string Numbers = """{"lines":{"count":4,"covered":3,"percent":75},"functions":{"count":1,"covered":1,"percent":100}}""";

    private const string Export = $$$$"""
        {"data":[{"files":[{"filename":"/b/1/a.c","summary":{{{{Numbers}}}},"segments":[[1,2,{"count":9}]]},{"branches":[],"filename":"/b/2/a.c","summary":{{{{Numbers}}}}}],
        "functions":[{"name":"x","count":7}],"totals":{"lines":{"count":8,"covered":6},"functions":{"count":2,"covered":2}}}],"type":"llvm.coverage.json.export","version":"2.0.1"}
        """;

    [Fact]
    public void TheTableOfCsvIsReadAgain()
    {
        var read = Read(SampleFiles.Text(writer => CsvReport.Write(writer, SampleSummary.Small with { Metric = "source-union" })));

        read.Metric.ShouldBe("source-union");
        read.Files.ShouldBe(SampleSummary.Small.Files);
        read.Totals.ShouldBe(SampleSummary.Small.Totals);
    }

    [Fact]
    public void SummariesOfAnExportAreReadUnderTheirMappedPaths()
    {
        var read = Read(Export, new PathMapSet([PathMap.Parse("/b/*=src")]));

        read.Metric.ShouldBe("llvm");
        read.Files.ShouldHaveSingleItem().Path.ShouldBe("src/a.c");
        read.Files[0].Totals.Lines.ShouldBe(new Metric(6, 8));
        read.Totals.Functions.ShouldBe(new Metric(2, 2));
    }

    [Fact]
    public void AnExportIsReadInPiecesOfAnySize()
    {
        using var stream = new ShortReads(Encoding.UTF8.GetBytes(Export));

        CoverageBaseline.Read(stream, "x").Totals.Lines.ShouldBe(new Metric(6, 8));
    }

    [Fact]
    public void ExportsOfEveryReleaseAreRead()
    {
        foreach (var release in GoldenSet.Releases.Select(row => row.Data))
        {
            var golden = GoldenSet.Of(release);
            var program = golden.Programs.First(name => golden.Has(name, "coverage/export.json"));
            using var stream = new MemoryStream(golden.Read(program, "coverage/export.json"));

            var read = CoverageBaseline.Read(stream, "export.json");

            read.Totals.Lines.Total.ShouldBeGreaterThan(0, $"{release}");
            read.Files.Sum(file => file.Totals.Regions.Covered).ShouldBe(read.Totals.Regions.Covered, $"{release}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"type":"llvm.coverage.json.export","data":[]}""")]
    [InlineData("""{"type":"llvm.coverage.json.export","data":[{"files":[{}],"totals":{}}]}""")]
    [InlineData("""{"type":"llvm.coverage.json.export","data":[{"totals":{"lines":{"count":1,"covered":2}}}]}""")]
    [InlineData("""{"type":"llvm.coverage.json.export","data":[{"totals":{"lines":{"count":1}}}]}""")]
    [InlineData("""{"type":"llvm.coverage.json.export","data":[{"totals":{"lines":{"count":1.5,"covered":1}}}]}""")]
    [InlineData("""{"type":"llvm.coverage.json.export","data":[{"totals":{}},{"totals":{}}]}""")]
    [InlineData("metric,row,path\nllvm,file,a\n")]
    [InlineData("metric,row,path\nllvm,file,a\nllvm,file,a\nllvm,total,\n")]
    [InlineData("metric,row,path,lines,lines_covered\nllvm,total,,1,2\n")]
    [InlineData("metric,row,path,lines,lines_covered\nllvm,total,,1\n")]
    [InlineData("metric,row,path\nllvm,total,\nllvm,total,\n")]
    public void WhatIsNoResultIsMalformed(string text) => Should.Throw<MalformedDataException>(() => Read(text)).File.ShouldBe("x");

    [Fact]
    public void ImmoderateTextAndNestingAreMalformed()
    {
        Should.Throw<MalformedDataException>(() => Read("{\"data\":" + new string('[', 100_000)));
        Should.Throw<MalformedDataException>(() => Read("{\"type\":\"" + new string('x', 1 << 25) + "\"}"));
    }

    [Fact]
    public void ATruncatedOrChangedResultGivesAResultOrOurException()
    {
        var bytes = Encoding.UTF8.GetBytes(Export);
        for (var length = 0; length < bytes.Length; length++)
        {
            Should.Throw<MalformedDataException>(() => Read(bytes.AsSpan(0, length).ToArray()), $"{length} bytes");
        }

        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var changed = (byte[])bytes.Clone();
            changed[random.Next(bytes.Length)] = (byte)random.Next(256);
            changed[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                Read(changed).ShouldNotBeNull();
            }
            catch (MalformedDataException exception)
            {
                exception.Reason.ShouldNotBeEmpty();
            }
        }
    }

    private static ReportedSummary Read(string text, PathMapSet? maps = null) => Read(Encoding.UTF8.GetBytes(text), maps);

    private static ReportedSummary Read(byte[] bytes, PathMapSet? maps = null)
    {
        using var stream = new MemoryStream(bytes);
        return CoverageBaseline.Read(stream, "x", maps);
    }

    private sealed class ShortReads(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 3));
    }
}
