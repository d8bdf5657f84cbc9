using System.Text;
using System.Text.Json;
using CovTools.Coverage;
using CovTools.Mapping;
using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Reports;
using CovTools.Tests.Mapping;
using CovTools.Tests.Support;
using static CovTools.Tests.Mapping.MappingBytes;

namespace CovTools.Tests.Reports;

/// <summary>Mappings that no compiler writes: exports end, are well-formed and take memory in proportion.</summary>
[Collection(AllocationMeasurement.Name)]
public sealed class HostileExportTests
{
    public static TheoryData<int> Releases => [13, 18, 19, 20, 21, 22, 23];

    [Theory]
    [MemberData(nameof(Releases))]
    public void ExpansionsThatGoInCirclesEnd(int release)
    {
        var mapping = Load(Function(
            [1, 2, 2],
            [],
            [Region.Code(Counter(0), 1, 1, 9, 2), Region.Expansion(1, 2, 1, 2, 5)],
            [Region.Code(Counter(0), 1, 1, 1, 9), Region.Branch(Counter(0), Counter(1), 1, 2, 1, 3), Region.Expansion(2, 1, 4, 1, 5)],
            [Region.Code(Counter(1), 2, 1, 2, 9), Region.Branch(Counter(1), Counter(0), 2, 2, 2, 3), Region.Expansion(1, 2, 4, 2, 5)]));

        var (json, lcov) = Export(mapping, release, new Counts(3, 2));

        using var document = JsonDocument.Parse(json);
        var file = document.RootElement.GetProperty("data")[0].GetProperty("files").EnumerateArray().Single(f => f.GetProperty("filename").GetString() == "/src/a.c");
        var expansion = file.GetProperty("expansions").EnumerateArray().ShouldHaveSingleItem();
        expansion.GetProperty("branches").EnumerateArray().Select(branch => branch[0].GetInt32()).ShouldBe([2, 1]);
        var conditions = lcov.Split('\n').SkipWhile(line => line != "SF:/src/a.c").TakeWhile(line => line != "end_of_record").Where(line => line.StartsWith("BRDA:2,", StringComparison.Ordinal));

        // Up to 20 the innermost condition comes first; from 21 on the path to it decides.
        conditions.ShouldBe(release <= 20
            ? ["BRDA:2,0,0,2", "BRDA:2,0,1,3", "BRDA:2,1,2,3", "BRDA:2,1,3,2"]
            : ["BRDA:2,0,0,3", "BRDA:2,0,1,2", "BRDA:2,1,2,2", "BRDA:2,1,3,3"]);
    }

    [Theory]
    [InlineData(19)]
    [InlineData(23)]
    public void DeeplyNestedExpansionsTakeMemoryInProportion(int release)
    {
        const int Depth = 4_000;
        const int Factor = 8;
        Allocated(release, Depth);

        var small = Allocated(release, Depth);
        var large = Allocated(release, Depth * Factor);

        large.ShouldBeLessThan(small * Factor * 2);
    }

    [Theory]
    [InlineData(19)]
    [InlineData(23)]
    public void EveryExpansionOfAFunctionWithThousandsIsWrittenInLittleMemory(int release)
    {
        const int Expansions = 4_000;
        const long MostKept = 200L << 20;
        int[] files = [1, .. Enumerable.Repeat(2, Expansions)];
        Region[][] regions =
        [
            [Region.Code(Counter(0), 1, 1, Expansions + 2, 2), .. Enumerable.Range(1, Expansions).Select(id => Region.Expansion((uint)id, (uint)id + 1, 1, (uint)id + 1, 5))],
            .. Enumerable.Range(0, Expansions).Select(_ => new[] { Region.Code(Counter(0), 1, 1, 1, 9) }),
        ];
        var report = Report(Load(Function(files, [], regions)), release, new Counts(1));
        var before = GC.GetTotalAllocatedBytes(precise: true);

        using var written = new CountingStream("\"source_region\""u8.ToArray());
        LlvmJsonReport.Write(written, report, new LlvmJsonOptions { SkipFunctions = true }, TestContext.Current.CancellationToken);

        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        written.Written.ShouldBeGreaterThan((long)Expansions * Expansions * 2 * 20);
        allocated.ShouldBeLessThan(MostKept);
        written.Found.ShouldBe(Expansions);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(22)]
    [InlineData(23)]
    public void ExpansionsThatAreTooManyToKeepAreWrittenAsTheOthersAre(int release)
    {
        // Two functions of one file: the first one's expansions are kept, the second one's are made when they are written.
        var few = Function([1, 2], [], [Region.Code(Counter(0), 1, 1, 9, 2), Region.Expansion(1, 2, 1, 2, 5)], [Region.Code(Counter(0), 1, 1, 1, 9)]);
        const int Many = 1_000;
        var many = Function(
            [1, .. Enumerable.Repeat(2, Many)],
            [],
            [
                [Region.Code(Counter(0), 20, 1, 9000, 2), .. Enumerable.Range(1, Many).Select(id => Region.Expansion((uint)id, (uint)id + 20, 1, (uint)id + 20, 5))],
                .. Enumerable.Range(0, Many).Select(_ => new[] { Region.Code(Counter(0), 1, 1, 1, 9) }),
            ]);
        var mapping = new SyntheticMapping()
            .Unit(["/src", "a.c", "b.h"], new SyntheticMapping.Function("f", 1, few), new SyntheticMapping.Function("g", 2, many), new SyntheticMapping.Function("h", 3, few)).Load();

        var (json, _) = Export(mapping, release, new Counts(3));

        using var document = JsonDocument.Parse(json);
        var file = document.RootElement.GetProperty("data")[0].GetProperty("files").EnumerateArray().Single(f => f.GetProperty("filename").GetString() == "/src/a.c");
        var lines = file.GetProperty("expansions").EnumerateArray().Select(expansion => expansion.GetProperty("source_region")[0].GetInt32()).ToList();
        lines.ShouldBe([2, .. Enumerable.Range(21, Many), 2]);
        file.GetProperty("expansions").EnumerateArray().Select(expansion => expansion.GetProperty("target_regions").GetArrayLength()).Distinct().ShouldBe([3, (2 * Many) + 1], ignoreOrder: true);
    }

    [Fact]
    public void AFunctionWithMoreLinesThanASourceCanHaveCostsThatFunction()
    {
        var mapping = new SyntheticMapping().Unit(
            ["/src", "a.c"],
            new SyntheticMapping.Function("huge", 1, Function(Region.Code(Counter(0), 1, 1, 4_000_000_000, 2))),
            new SyntheticMapping.Function("large", 2, Function(Region.Code(Counter(0), 10, 1, 1 << 20, 2)))).Load();

        var (_, lcov) = Export(mapping, 21, new Counts(1));

        mapping.Diagnostics.ShouldHaveSingleItem().Reason.ShouldContain("line 4000000000 is beyond 4194303");
        lcov.ShouldContain("FN:10,large\n");
        lcov.ShouldNotContain("huge");
        lcov.Split('\n').Count(line => line.StartsWith("DA:", StringComparison.Ordinal)).ShouldBe((1 << 20) - 9);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void SummariesWithoutAReportAreTheSameBytes(int release)
    {
        var mapping = Load(Function(
            [1, 2], [], [Region.Code(Counter(0), 1, 1, 9, 2), Region.Expansion(1, 2, 1, 2, 5)], [Region.Code(Counter(0), 1, 1, 1, 9), Region.Branch(Counter(0), Counter(1), 1, 2, 1, 3)]));
        var report = Report(mapping, release, new Counts(3, 0));
        foreach (var skipsBranches in new[] { false, true })
        {
            Bytes(stream => LcovReport.WriteSummary(stream, report.Summary, new LcovOptions { SkipBranches = skipsBranches }))
                .ShouldBe(Bytes(stream => LcovReport.Write(stream, report, new LcovOptions { SummaryOnly = true, SkipBranches = skipsBranches })));
        }

        Bytes(stream => LlvmJsonReport.WriteSummary(stream, report.Summary, new LlvmRelease(release)))
            .ShouldBe(Bytes(stream => LlvmJsonReport.Write(stream, report, new LlvmJsonOptions { SummaryOnly = true })));
        var union = SourceUnion.Summarize(report, TestContext.Current.CancellationToken);
        Should.Throw<ArgumentException>(() => LcovReport.WriteSummary(Stream.Null, union)).Message.ShouldContain("source-union");
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void BytesThatAreNoUtf8AreKeptInLcovAndReplacedInJson(int release)
    {
        var mapping = SyntheticMapping.Load(WithByte(new SyntheticMapping().Unit(["/src", "Q.c"], new SyntheticMapping.Function("f", 1, Function(Region.Code(Counter(0), 1, 1, 2, 2)))).Build()));

        var report = Report(mapping, release, new Counts(1));

        using var lcov = new MemoryStream();
        LcovReport.Write(lcov, report, cancellation: TestContext.Current.CancellationToken);
        byte[] path = [.. "SF:/src/"u8, 0xff, .. ".c\n"u8];
        lcov.ToArray().AsSpan().IndexOf(path).ShouldBe(0);
        using var json = new MemoryStream();
        LlvmJsonReport.Write(json, report, cancellation: TestContext.Current.CancellationToken);
        Encoding.UTF8.GetString(json.ToArray()).ShouldContain("/src/\ufffd.c");
    }

    [Fact]
    public void DamagedMappingsThatCanBeReadCanBeExported()
    {
        const int Variants = 3_000;
        var whole = Function(
            [1, 2, 2],
            [(Counter(0), Counter(1)), (Sum(0), Counter(2))],
            [Region.Code(Counter(0), 1, 1, 9, 2), Region.Expansion(1, 2, 1, 2, 5), Region.Skipped(4, 1, 5, 1), Region.Gap(Counter(1), 6, 2, 6, 9)],
            [Region.Code(Counter(1), 1, 9, 1, 20), Region.Expansion(2, 1, 12, 1, 14), Region.Branch(Counter(1), Difference(1), 1, 10, 1, 12)],
            [Region.Code(Counter(2), 3, 1, 3, 9), Region.Branch(0, Counter(1), 3, 2, 3, 4)]);
        var exported = 0;
        for (var seed = 0; seed < Variants; seed++)
        {
            var random = new Random(seed);
            var bytes = (byte[])whole.Clone();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                // Values below 128 stay numbers of one byte, so that lines stay few.
                bytes[random.Next(bytes.Length)] = (byte)random.Next(64);
            }

            var mapping = Load(bytes);
            if (mapping.Functions.Count == 0)
            {
                mapping.Diagnostics.ShouldNotBeEmpty($"seed {seed}");
                continue;
            }

            var (json, lcov) = Export(mapping, 13 + (seed % 11), new Counts(5, ulong.MaxValue, 1, 0, 7));

            using var document = JsonDocument.Parse(json);
            document.RootElement.GetProperty("type").GetString().ShouldBe("llvm.coverage.json.export", $"seed {seed}");
            (lcov.Length == 0 || lcov.EndsWith("end_of_record\n", StringComparison.Ordinal)).ShouldBeTrue($"seed {seed}");
            exported++;
        }

        exported.ShouldBeInRange(Variants / 20, Variants - (Variants / 20));
    }

    private static string Bytes(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static CoverageMapping Load(byte[] function) =>
        new SyntheticMapping().Unit(["/src", "a.c", "b.h"], new SyntheticMapping.Function("f", 1, function)).Load();

    private static MappingSections WithByte(MappingSections sections)
    {
        // The key of a unit's files is a digest of the map, so the record gets the new one.
        var map = sections.CoverageMap.ToArray();
        map[Array.IndexOf(map, (byte)'Q')] = 0xff;
        var length = BitConverter.ToInt32(map, 4);
        var records = sections.FunctionRecords.ToArray();
        BitConverter.TryWriteBytes(records.AsSpan(20), NameHash.Compute(map.AsSpan(16, length)));
        return new MappingSections(sections.Name, map, records, sections.Names);
    }

    private static long Allocated(int release, int depth)
    {
        var files = Enumerable.Repeat(2, depth).ToArray();
        files[0] = 1;
        var regions = Enumerable.Range(0, depth).Select(id => id == depth - 1
            ? new[] { Region.Code(Counter(0), 1, 1, 1, 9), Region.Branch(Counter(0), Counter(1), 1, 2, 1, 3) }
            : [Region.Code(Counter(0), 1, 1, 1, 9), Region.Branch(Counter(0), Counter(1), 1, 2, 1, 3), Region.Expansion((uint)id + 1, 1, 4, 1, 5)]).ToArray();
        var report = Report(Load(Function(files, [], regions)), release, new Counts(1, 1));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        LcovReport.Write(Stream.Null, report, cancellation: TestContext.Current.CancellationToken);
        LlvmJsonReport.Write(Stream.Null, report, cancellation: TestContext.Current.CancellationToken);
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private static CoverageReport Report(CoverageMapping mapping, int release, ICounterSource counts) =>
        CoverageReport.Create(mapping, counts, new CoverageOptions { Release = new LlvmRelease(release) }, TestContext.Current.CancellationToken);

    private static (string Json, string Lcov) Export(CoverageMapping mapping, int release, ICounterSource counts)
    {
        var report = Report(mapping, release, counts);
        using var json = new MemoryStream();
        LlvmJsonReport.Write(json, report, cancellation: TestContext.Current.CancellationToken);
        using var lcov = new MemoryStream();
        LcovReport.Write(lcov, report, cancellation: TestContext.Current.CancellationToken);
        return (Encoding.UTF8.GetString(json.ToArray()), Encoding.UTF8.GetString(lcov.ToArray()));
    }

    /// <summary>Knows every function with the same counters.</summary>
    private sealed class Counts(params ulong[] counters) : ICounterSource
    {
        public bool TryGetCounters(ulong nameHash, ulong functionHash, out ReadOnlySpan<ulong> found)
        {
            found = counters;
            return true;
        }
    }
}
