using System.Text;
using System.Text.Json;
using System.Xml;
using CovTools.Coverage;
using CovTools.Mapping;
using CovTools.Profiles;
using CovTools.Reports;
using CovTools.Tests.Mapping;
using CovTools.Tests.Support;
using static CovTools.Tests.Mapping.MappingBytes;

namespace CovTools.Tests.Reports;

/// <summary>Every format is written for damaged mappings: it ends soon, takes memory in proportion and is well-formed.</summary>
public sealed class ExportMutationTests
{
    private const uint LongestLine = (1 << 22) - 1;

    /// <summary>Larger files and lines would make the test slow; what they cost is tested by itself.</summary>
    private const uint Many = 3_000;

    private static readonly byte[] s_source = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, 40).Select(static line => $"\tsource line {line} ä\n")));

    [Fact]
    public void DamagedMappingsAreReportedInEveryFormat()
    {
        var (reported, refused, circular) = (0, 0, 0);
        var count = Mutations.Count / 4;

        Mutations.Change([Plain(), Decisions()], count, Read);

        (reported + refused + circular).ShouldBe(count);
        reported.ShouldBeInRange(count / 20, count * 19 / 20);

        void Read(byte[] bytes)
        {
            var mapping = new SyntheticMapping().Unit(["/src", "a.c", "b.h"], new SyntheticMapping.Function("f", 1, bytes), new SyntheticMapping.Function("main", 2, Plain())).Load();
            var release = new LlvmRelease(13 + (bytes.Sum(static value => value) % 11));
            var report = CoverageReport.Create(mapping, new Profile(), new CoverageOptions { Release = release }, TestContext.Current.CancellationToken);
            if (mapping.Diagnostics.Count > 0 || report.Functions().Any(static function => function.Regions.Any(static region => region.EndLine > Many || region.StartColumn > Many || region.EndColumn is > Many and < uint.MaxValue)))
            {
                refused++;
                return;
            }

            WriteEveryFormat(report, release);
            try
            {
                WriteViews(report, release);
                reported++;
            }
            catch (MalformedDataException exception)
            {
                exception.Reason.ShouldBe("expansions go in circles");
                circular++;
            }
        }
    }

    [Fact]
    public void TheLongestFileTakesNoMemoryForEachOfItsLines()
    {
        var mapping = new SyntheticMapping().Unit(["/src", "a.c"], new SyntheticMapping.Function("f", 1, Function(Region.Code(Counter(0), 1, 1, LongestLine, 2)))).Load();
        var report = CoverageReport.Create(mapping, new Profile(), new CoverageOptions(), TestContext.Current.CancellationToken);
        report.Summary.Totals.Lines.ShouldBe(new Metric(LongestLine, LongestLine));

        Allocated(() => new ReportedFiles(report)[0].LineTotals.ShouldBe(new Metric(LongestLine, LongestLine))).ShouldBeLessThan(LongestLine / 16);
        Allocated(() => FunctionTextReport.Write(Stream.Null, report, [0], new TextReportOptions())).ShouldBeLessThan(LongestLine / 16);
        Allocated(() => SourceUnion.Summarize(report, TestContext.Current.CancellationToken).Totals.Lines.Total.ShouldBe(LongestLine)).ShouldBeLessThan(LongestLine * 3L);
    }

    [Fact]
    public void ALineOrColumnBeyondThoseOfAnySourceCostsItsFunction()
    {
        var mapping = new SyntheticMapping()
            .Unit(
                ["/src", "a.c", "b.h"],
                new("long", 1, Function(Region.Code(Counter(0), 1, 1, LongestLine + 1, 2))),
                new("wide", 1, Function(Region.Code(Counter(0), 1, 1, 2, LongestLine + 1))),
                new("main", 2, Plain()))
            .Load();

        mapping.Functions.Count.ShouldBe(1);
        mapping.Diagnostics.Count.ShouldBe(2);
        mapping.Diagnostics[0].Reason.ShouldContain("line 4194304 is beyond 4194303");
        mapping.Diagnostics[1].Reason.ShouldContain("column 4194304 is beyond 4194303");
    }

    [Fact]
    public void ExpansionsThatGoInCirclesAreNotShown()
    {
        var circle = Function(
            [1, 2, 2],
            [],
            [Region.Code(Counter(0), 1, 1, 9, 2), Region.Expansion(1, 2, 1, 2, 5)],
            [Region.Code(Counter(0), 1, 1, 1, 9), Region.Expansion(2, 1, 4, 1, 5)],
            [Region.Code(Counter(1), 2, 1, 2, 9), Region.Expansion(1, 2, 4, 2, 5)]);
        var mapping = new SyntheticMapping().Unit(["/src", "a.c", "b.h"], new SyntheticMapping.Function("f", 1, circle)).Load();
        var report = CoverageReport.Create(mapping, new Profile(), new CoverageOptions(), TestContext.Current.CancellationToken);
        var options = new ShowOptions { Expansions = true };

        Should.Throw<MalformedDataException>(() => SourceTextReport.WriteFiles(Stream.Null, report, [0], static _ => s_source, options, TestContext.Current.CancellationToken))
            .Reason.ShouldBe("expansions go in circles");
        Should.Throw<MalformedDataException>(() => FunctionTextReport.Write(Stream.Null, report, [0], new TextReportOptions())).Reason.ShouldBe("expansions go in circles");
    }

    [Fact]
    public void TextsThatExpandEachOtherManyTimesAreCountedOnce()
    {
        const int Depth = 40;
        var files = Enumerable.Repeat(2, Depth).ToArray();
        files[0] = 1;
        var regions = Enumerable.Range(0, Depth).Select(static id => id == Depth - 1
            ? new[] { Region.Code(Counter(0), 1, 1, 1, 9), Region.Branch(Counter(0), Counter(3), 1, 2, 1, 3) }
            : [Region.Code(Counter(0), 1, 1, 1, 9), Region.Expansion((uint)id + 1, 1, 2, 1, 3), Region.Expansion((uint)id + 1, 1, 4, 1, 5)]).ToArray();
        var mapping = new SyntheticMapping().Unit(["/src", "a.c", "b.h"], new SyntheticMapping.Function("f", 1, Function(files, [], regions))).Load();
        var report = CoverageReport.Create(mapping, new Profile(), new CoverageOptions(), TestContext.Current.CancellationToken);

        FunctionTotals.Of(report, report.Functions().ShouldHaveSingleItem()).Branches.ShouldBe(new Metric(1L << (Depth - 1), 2L << (Depth - 1)));
    }

    private static byte[] Plain() => Function(
        [1, 2, 2],
        [(Counter(0), Counter(1)), (Sum(0), Counter(2))],
        [Region.Code(Counter(0), 1, 1, 9, 2), Region.Expansion(1, 2, 1, 2, 5), Region.Skipped(4, 1, 5, 1), Region.Gap(Counter(1), 6, 2, 6, 9)],
        [Region.Code(Counter(1), 1, 9, 1, 20), Region.Expansion(2, 1, 12, 1, 14), Region.Branch(Counter(1), Difference(1), 1, 10, 1, 12)],
        [Region.Code(Counter(2), 3, 1, 3, 9), Region.Branch(0, Counter(1), 3, 2, 3, 4)]);

    /// <summary>Two conditions of one decision, and a third one outside of it.</summary>
    private static byte[] Decisions() => Function(
        [1, 2],
        [(Counter(0), Counter(1))],
        [
            Region.Code(Counter(0), 1, 1, 9, 2),
            new Region([5 << 3, 3, 2], 2, 3, 2, 20),
            Condition(1, 2, 0, 3, 8),
            Condition(2, 0, 0, 10, 20),
            Region.Expansion(1, 4, 1, 4, 5),
        ],
        [Region.Code(Counter(1), 1, 9, 1, 20), Region.Branch(Counter(2), Difference(0), 1, 10, 1, 12)]);

    private static Region Condition(uint id, uint whenTrue, uint whenFalse, uint column, uint end) => new([6 << 3, Counter(1), Difference(0), id, whenTrue, whenFalse], 2, column, 2, end);

    private static void WriteEveryFormat(CoverageReport report, LlvmRelease release)
    {
        var cancellation = TestContext.Current.CancellationToken;
        WellFormedJson(Written(stream => LlvmJsonReport.Write(stream, report, cancellation: cancellation)));
        WellFormedJson(Written(stream => CodecovReport.Write(stream, report)));
        WellFormedXml(Written(stream => CoberturaReport.Write(stream, report)));
        WellFormedXml(Written(stream => SonarReport.Write(stream, report, new PathMapSet([PathMap.Parse("/src/b.h=/src/a.c")]))));
        Encoding.UTF8.GetString(Written(stream => LcovReport.Write(stream, report, cancellation: cancellation))).ShouldEndWith("end_of_record\n");
        using var text = new StringWriter();
        BadgeReport.Write(text, report);
        CsvReport.Write(text, report);
        MarkdownReport.Write(text, report);
        text.ToString().Length.ShouldBeLessThan(1 << 20);
        var union = SourceUnion.Summarize(report, cancellation).Totals.Lines;
        union.Covered.ShouldBeInRange(0, union.Total);
        FileTextReport.Write(Stream.Null, report.Summary.Files, new TextReportOptions { Release = release, Mcdc = true });
    }

    /// <summary>What shows expansions one inside the other, which cannot be done when they go in circles.</summary>
    private static void WriteViews(CoverageReport report, LlvmRelease release)
    {
        var cancellation = TestContext.Current.CancellationToken;
        int[] files = [.. Enumerable.Range(0, report.Files.Count)];
        FunctionTextReport.Write(Stream.Null, report, files, new TextReportOptions { Release = release, Mcdc = true });
        var all = new ShowOptions { Release = release, RegionMarkers = true, Expansions = true, Branches = BranchDisplay.Count, Mcdc = true, UnexecutedTestVectors = true, HasColor = true };
        Written(stream => SourceTextReport.WriteFiles(stream, report, files, static _ => s_source, all, cancellation)).Length.ShouldBeLessThan(1 << 22);
        Written(stream => SourceTextReport.WriteFunctions(stream, report, files, static _ => true, static _ => s_source, new ShowOptions { Release = release }, cancellation)).Length.ShouldBeLessThan(1 << 22);
    }

    private static byte[] Written(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    private static void WellFormedJson(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        while (reader.Read())
        {
        }

        reader.BytesConsumed.ShouldBe(bytes.Length);
    }

    private static void WellFormedXml(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        while (reader.Read())
        {
        }

        reader.EOF.ShouldBeTrue();
    }

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Knows every function with the same counters and bitmap.</summary>
    private sealed class Profile : ICounterSource
    {
        private readonly ulong[] _counters = [5, ulong.MaxValue, 1, 0, 7];
        private readonly byte[] _bitmap = [0b1011_0110, 1, 2, 255];

        public bool TryGetCounters(ulong nameHash, ulong functionHash, out ReadOnlySpan<ulong> counters)
        {
            counters = _counters;
            return true;
        }

        public bool TryGetBitmap(ulong nameHash, ulong functionHash, out ReadOnlySpan<byte> bitmap)
        {
            bitmap = _bitmap;
            return true;
        }
    }
}
