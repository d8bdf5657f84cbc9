using System.Diagnostics;
using CovTools.Coverage;
using CovTools.Mapping;
using CovTools.Profiles;
using CovTools.Tests.Coverage;
using CovTools.Tests.Support;
using static CovTools.Tests.Mapping.MappingBytes;

namespace CovTools.Tests.Mapping;

[Collection("LLVM tools")]
public sealed class MappingMutationTests
{
    private const long MemoryLimit = 64 << 20;

    private static readonly TimeSpan s_timeLimit = TimeSpan.FromSeconds(5);

    public static TheoryData<int, bool> Synthetic => new() { { 7, false }, { 7, true }, { 3, false }, { 1, true } };

    [Theory]
    [MemberData(nameof(Synthetic))]
    public void MutatedSectionsGiveDiagnosticsOrMalformedData(int version, bool compressed) =>
        Mutate(Sample(version, compressed), Mutations.Count);

    [Fact]
    public void MutatedSectionsOfARealBinaryGiveDiagnosticsOrMalformedData() =>
        Mutate(CoverageSample.Sections(CoverageSample.Decisions(19, "-fcoverage-mcdc").Program), Mutations.Count);

    [Theory]
    [MemberData(nameof(Synthetic))]
    public void SectionsCutOffAnywhereGiveDiagnosticsOrMalformedData(int version, bool compressed)
    {
        var whole = Sample(version, compressed);
        for (var section = 0; section < 3; section++)
        {
            var length = Parts(whole)[section].Length;
            for (var cut = 0; cut < length; cut++)
            {
                var parts = Parts(whole);
                parts[section] = parts[section][..cut];
                Check(With(whole, parts), $"section {section} cut to {cut}");
            }
        }
    }

    private static MappingSections Sample(int version, bool compressed) => new SyntheticMapping { Version = version, Compressed = compressed && version > 1, BigEndian = compressed }
        .Unit(
            ["/src", "a.c", "b.h"],
            new("nested", 5, Function(
                [1, 2, 2],
                [(Counter(0), Counter(1)), (Sum(0), Counter(2))],
                [Region.Code(Counter(0), 1, 1, 9, 2), Region.Expansion(1, 2, 1, 2, 5), Region.Skipped(4, 1, 5, 1), Region.Gap(Counter(1), 6, 2, 6, 9)],
                [Region.Code(Counter(1), 1, 9, 1, 20), Region.Expansion(2, 1, 12, 1, 14), Region.Branch(Counter(1), Difference(1), 1, 10, 1, 12)],
                [Region.Code(Counter(2), 3, 1, 3, 9)])),
            new("a.c:local", 0, Function(Region.Code(0, 20, 1, 21, 2))))
        .Unit(["/src", "c.c"], new SyntheticMapping.Function("other", 7, Function(Region.Code(Counter(0), 1, 1, 2, 2), new Region([5 << 3, 3, 1], 1, 1, 1, 4), new Region([6 << 3, 1, 5, 1, 0, 0], 1, 1, 1, 4))))
        .Build();

    private static byte[][] Parts(MappingSections sections) => [sections.CoverageMap, sections.FunctionRecords, sections.Names];

    private static MappingSections With(MappingSections sections, byte[][] parts) => new(sections.Name, parts[0], parts[1], parts[2])
    {
        NamesAddress = sections.NamesAddress,
        IsBigEndian = sections.IsBigEndian,
        Is64Bit = sections.Is64Bit,
    };

    private static void Mutate(MappingSections whole, int count)
    {
        var outcomes = new Dictionary<Outcome, int>();
        for (var seed = 0; seed < count; seed++)
        {
            var random = new Random(seed);
            var parts = Parts(whole).Select(part => part.ToArray()).ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                ref var part = ref parts[random.Next(3)];
                part = Change(part, random);
            }

            var outcome = Check(With(whole, parts), $"seed {seed}");
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        // Mutations that all end the same way would test nothing.
        foreach (var outcome in Enum.GetValues<Outcome>())
        {
            outcomes.GetValueOrDefault(outcome).ShouldBeGreaterThan(count / 1000, outcome.ToString());
        }
    }

    private static byte[] Change(byte[] bytes, Random random)
    {
        if (bytes.Length == 0)
        {
            return bytes;
        }

        var at = random.Next(bytes.Length);
        switch (random.Next(5))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 2:
                bytes.AsSpan(at, Math.Min(random.Next(1, 9), bytes.Length - at)).Fill((byte)(random.Next(2) * 255));
                return bytes;
            case 3:
                return [.. bytes[..at], 0xff, 0xff, 0xff, 0xff, (byte)random.Next(16), .. bytes[at..]];
            default:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 5))..]];
        }
    }

    /// <summary>Loading and summarising end, soon, without much memory, and throw nothing but what they may.</summary>
    private static Outcome Check(MappingSections sections, string what)
    {
        var outcome = Outcome.Malformed;
        var watch = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var mapping = SyntheticMapping.Load(sections);
            var summarizer = new CoverageSummarizer(mapping, new LlvmRelease(19), TestContext.Current.CancellationToken);
            var summary = summarizer.Summarize(new EverySecondCounter());
            summary.Totals.Lines.Covered.ShouldBeInRange(0, summary.Totals.Lines.Total, what);
            summary.Totals.Regions.Covered.ShouldBeInRange(0, summary.Totals.Regions.Total, what);
            outcome = mapping.Diagnostics.Count > 0 ? Outcome.Diagnosed : Outcome.Accepted;
        }
        catch (MalformedDataException exception)
        {
            exception.File.ShouldStartWith(sections.Name, Case.Sensitive, what);
            exception.Reason.ShouldNotBeEmpty(what);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MemoryLimit, what);
        watch.Elapsed.ShouldBeLessThan(s_timeLimit, what);
        return outcome;
    }

    private enum Outcome
    {
        Accepted,
        Diagnosed,
        Malformed,
    }

    /// <summary>Knows every function, with counters 0, 1, 0, 1 …</summary>
    private sealed class EverySecondCounter : ICounterSource
    {
        private readonly ulong[] _counters = [.. Enumerable.Range(0, 64).Select(i => (ulong)i & 1)];

        public bool TryGetCounters(ulong nameHash, ulong functionHash, out ReadOnlySpan<ulong> counters)
        {
            counters = _counters;
            return true;
        }
    }
}
