using CovTools.Coverage;
using CovTools.Mapping;
using CovTools.Profiles;
using CovTools.Tests.Mapping;
using static CovTools.Tests.Mapping.MappingBytes;

namespace CovTools.Tests.Coverage;

/// <summary>Arbitrary regions with arbitrary counts: what was compiled without counts gives what LLVM computes with them.</summary>
public sealed class LineRulesTests
{
    private const int Counters = 6;

    [Theory]
    [InlineData(16)]
    [InlineData(19)]
    public void LinesOfArbitraryRegionsAreThoseOfLlvmsAlgorithm(int release)
    {
        var changed = 0;
        for (var seed = 0; seed < 6000; seed++)
        {
            var random = new Random(seed);
            var regions = Regions(random);
            var summarizer = new CoverageSummarizer(Mapping(regions), new LlvmRelease(release), TestContext.Current.CancellationToken);
            var totals = new HashSet<long>();
            for (var profile = 0; profile < 4; profile++)
            {
                var counts = Enumerable.Range(0, Counters).Select(_ => (ulong)random.Next(3)).ToArray();

                var ours = summarizer.Summarize(new OneFunction(counts)).Totals.Lines;

                var (covered, total) = new ReferenceLines(release >= 18).Count(regions.Select(r => ToReference(r, counts)));
                ours.ShouldBe(new Metric(covered, total), $"seed {seed}, counts {string.Join(' ', counts)}");
                totals.Add(total);
            }

            changed += totals.Count > 1 ? 1 : 0;
        }

        // How many lines there are can depend on the counts; the samples must contain such functions.
        changed.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void DeepNestingTakesLittleMoreThanLinearTime()
    {
        const uint Depth = 100_000;
        var regions = Enumerable.Range(1, (int)Depth).Select(i => Region.Code(Counter((uint)i % Counters), (uint)i, 1, (2 * Depth) - (uint)i, 9)).ToArray();
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var summary = new CoverageSummarizer(Mapping(regions), LlvmRelease.Newest, TestContext.Current.CancellationToken).Summarize(new OneFunction([1, 0, 1, 0, 1, 0]));

        summary.Totals.Lines.ShouldBe(new Metric((3 * Depth / 2) - 2, (2 * Depth) - 1));
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void RegionsOfMillionsOfLinesTakeNoTime()
    {
        var mapping = Mapping([Region.Code(Counter(0), 1, 1, 16_777_216, 2)]);

        new CoverageSummarizer(mapping, LlvmRelease.Newest, TestContext.Current.CancellationToken).Summarize(new OneFunction([1])).Totals.Lines
            .ShouldBe(new Metric(16_777_216, 16_777_216));
    }

    /// <summary>Ranges on a small grid, so that they touch, nest and cross, with all kinds; the first is code.</summary>
    private static Region[] Regions(Random random)
    {
        var result = new List<Region> { Region.Code(Counter(0), 1, 1, 7, 3) };
        for (var i = random.Next(1, 9); i > 0; i--)
        {
            uint[] lines = [(uint)random.Next(1, 8), (uint)random.Next(1, 8)];
            uint[] columns = [(uint)random.Next(1, 5), (uint)random.Next(1, 5)];
            Array.Sort(lines);
            if (lines[0] == lines[1])
            {
                Array.Sort(columns);
            }

            var counter = Counter((uint)random.Next(Counters));
            result.Add(random.Next(5) switch
            {
                0 => Region.Gap(counter, lines[0], columns[0], lines[1], columns[1]),
                1 => Region.Skipped(lines[0], columns[0], lines[1], columns[1]),
                _ => Region.Code(counter, lines[0], columns[0], lines[1], columns[1]),
            });
        }

        return [.. result.OrderBy(r => r.StartLine)];
    }

    private static CoverageMapping Mapping(Region[] regions) =>
        new SyntheticMapping().Unit(["/", "a.c"], new SyntheticMapping.Function("f", 1, Function(regions))).Load();

    private static ReferenceLines.Region ToReference(Region region, ulong[] counts)
    {
        var isSkipped = region.Head[0] == 2 << 3;
        var isGap = (region.EndColumn & Region.GapBit) != 0;
        var kind = isSkipped ? RegionKind.Skipped : isGap ? RegionKind.Gap : RegionKind.Code;
        return new((region.StartLine, region.StartColumn), (region.EndLine, region.EndColumn & ~Region.GapBit), kind, isSkipped ? 0 : counts[region.Head[0] >> 2]);
    }

    /// <summary>Knows one function.</summary>
    private sealed class OneFunction(ulong[] counters) : ICounterSource
    {
        public bool TryGetCounters(ulong nameHash, ulong functionHash, out ReadOnlySpan<ulong> found)
        {
            found = counters;
            return true;
        }
    }
}
