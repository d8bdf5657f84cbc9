using CovTools.Coverage;
using CovTools.Modules;
using CovTools.Tests.Modules;

namespace CovTools.Tests.Coverage;

/// <summary>Every test compares with llvm-cov of the release that built the sample.</summary>
[Collection("LLVM tools")]
public sealed class CoverageSummarizerTests
{
    private static readonly string[][] s_runs = [["0", "1", "2"], ["5", "3", "9"], ["4", "6", "7", "2", "1"], []];

    public static TheoryData<string, int> Samples
    {
        get
        {
            var samples = new TheoryData<string, int>();
            foreach (var major in new[] { 13, 14, 16, 19, 22 })
            {
                samples.Add("macros", major);
                samples.Add("shapes", major);
                samples.Add("decisions", major);
            }

            samples.Add("decisions-mcdc", 19);
            samples.Add("decisions-mcdc", 22);
            samples.Add("shapes-O2", 19);
            samples.Add("shapes-system", 19);
            samples.Add("shapes-system", 22);
            samples.Add("rust", 22);
            return samples;
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void NumbersOfEveryFileAndTheTotalsAreThoseOfLlvmCov(string sample, int major)
    {
        var tools = LlvmTools.Require(major);
        var built = Build(sample, major);
        var summarizer = built.Summarizer();
        foreach (var run in s_runs)
        {
            var profile = built.Run(tools, run);

            ShouldBeEqual(summarizer.Summarize(profile), tools.Summarize(profile, built.Objects), string.Join(' ', run));
        }

        var merged = built.Run(tools, s_runs);
        ShouldBeEqual(summarizer.Summarize(merged), tools.Summarize(merged, built.Objects), "merged");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void AnyCountersAndAnyHolesInTheProfileGiveLlvmCovsNumbers(string sample, int major)
    {
        var tools = LlvmTools.Require(major);
        var built = Build(sample, major);
        var summarizer = built.Summarizer();
        var profile = built.Run(tools, s_runs);
        for (var seed = 0; seed < 25; seed++)
        {
            var changed = Distort(profile, new Random(seed));

            ShouldBeEqual(summarizer.Summarize(changed), tools.Summarize(changed, built.Objects), $"seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void AProfileOfZerosAndNoProfileGiveTheNumbersOfABinaryThatNeverRan(string sample, int major)
    {
        var tools = LlvmTools.Require(major);
        var built = Build(sample, major);
        var summarizer = built.Summarizer();
        var zeros = built.Run(tools, s_runs).Select(record => record with { Counters = new ulong[record.Counters.Length] });
        var foreign = TextCounters.Parse("function_of_another_program\n12\n1\n7\n");

        ShouldBeEqual(summarizer.Summarize(zeros), tools.Summarize(zeros, built.Objects), "zeros");
        ShouldBeEqual(summarizer.Summarize(foreign), tools.Summarize(foreign, built.Objects), "another program's");
        summarizer.Summarize(foreign).Totals.Lines.Covered.ShouldBe(0);
        summarizer.Summarize(foreign).Totals.Lines.Total.ShouldBeGreaterThan(10);
    }

    [Theory]
    [InlineData(14)]
    [InlineData(19)]
    [InlineData(22)]
    public void CountersOfModulesGiveTheNumbersOfTheirMergedProfile(int major)
    {
        var tools = LlvmTools.Require(major);
        var built = CoverageSample.Shapes(major);
        var raw = ProfileRuns.Run(built.Program, "3", "5", "8");
        var counters = new ModuleCounterSet(built.Objects.Select(ProfileRuns.Layout));
        foreach (var sum in ProfileRuns.Sum(raw, [.. built.Objects]))
        {
            counters.Add([sum.ToHits()], 1);
        }

        var ours = built.Summarizer().Summarize(counters);

        ShouldBeEqual(ours, tools.Summarize(tools.Merge(raw), built.Objects), $"LLVM {major}");
        ours.MismatchedFunctions.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("macros", 14, 22)]
    [InlineData("shapes", 16, 19)]
    [InlineData("shapes", 22, 19)]
    [InlineData("macros", 22, 19)]
    [InlineData("decisions", 19, 22)]
    [InlineData("decisions-mcdc", 22, 19)]
    [InlineData("macros", 13, 16)]
    public void TheRulesOfAnotherReleaseGiveThatReleasesNumbers(string sample, int major, int other)
    {
        var tools = LlvmTools.Require(other);
        var built = Build(sample, major);
        var profile = built.Run(LlvmTools.Require(major), s_runs);
        var summarizer = built.Summarizer(other);
        for (var seed = 0; seed < 10; seed++)
        {
            var changed = Distort(profile, new Random(seed));

            ShouldBeEqual(summarizer.Summarize(changed), tools.Summarize(changed, built.Objects), $"seed {seed}");
        }
    }

    [Fact]
    public void MismatchedFunctionsAreLeftOutAndCounted()
    {
        var tools = LlvmTools.Require(19);
        var built = CoverageSample.Macros(19);
        var summarizer = built.Summarizer();
        var profile = built.Run(tools, s_runs);

        var changed = profile.Select(record => record.Name is "main" or "never_called" ? record with { Hash = record.Hash ^ 2 } : record);
        var summary = summarizer.Summarize(changed);

        summary.MismatchedFunctions.ShouldBe(2);
        summary.Totals.Functions.Total.ShouldBe(summarizer.Summarize(profile).Totals.Functions.Total - 2);
    }

    [Fact]
    public void FunctionsWithTooFewCountersAreLeftOutAndCounted()
    {
        var tools = LlvmTools.Require(19);
        var built = CoverageSample.Macros(19);

        var changed = built.Run(tools, s_runs).Select(record => record.Name == "main" ? record with { Counters = [1] } : record);

        built.Summarizer().Summarize(changed).UnfitFunctions.ShouldBe(1);
    }

    [Fact]
    public void OneSummarizerServesConcurrentProfiles()
    {
        var tools = LlvmTools.Require(19);
        var built = CoverageSample.Shapes(19);
        var summarizer = built.Summarizer();
        var profiles = Enumerable.Range(0, 8).Select(seed => Distort(built.Run(tools, s_runs), new Random(seed))).ToArray();
        var alone = profiles.Select(profile => summarizer.Summarize(profile).Totals).ToArray();

        var together = profiles.AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(profile => summarizer.Summarize(profile).Totals).ToArray();

        together.ShouldBe(alone);
    }

    private static CoverageSample Build(string sample, int major) => sample switch
    {
        "macros" => CoverageSample.Macros(major),
        "shapes" => CoverageSample.Shapes(major),
        "shapes-O2" => CoverageSample.Shapes(major, "-O2"),
        "shapes-system" => CoverageSample.Shapes(major, "-mllvm", "-system-headers-coverage"),
        "decisions" => CoverageSample.Decisions(major),
        "decisions-mcdc" => CoverageSample.Decisions(major, "-fcoverage-mcdc"),
        "rust" => CoverageSample.Rust(),
        _ => throw new ArgumentOutOfRangeException(nameof(sample)),
    };

    /// <summary>Counters that no run gives (also such that differences are negative), other hashes, too few counters, missing functions.</summary>
    private static TextCounters Distort(TextCounters profile, Random random)
    {
        var dropped = random.Next(3) == 0 ? 0.3 : 0;
        var rehashed = random.Next(3) == 0 ? 0.2 : 0;
        var shortened = random.Next(4) == 0 ? 0.2 : 0;
        var zeros = random.NextDouble();
        return profile.Select(record =>
        {
            if (random.NextDouble() < dropped)
            {
                return null;
            }

            var counters = record.Counters.Select(_ => random.NextDouble() < zeros ? 0 : (ulong)random.Next(1, 4)).ToArray();
            if (random.NextDouble() < shortened)
            {
                counters = counters[..random.Next(1, counters.Length + 1)];
            }

            var hash = random.NextDouble() < rehashed ? record.Hash ^ (random.Next(2) == 0 ? 8 : 1UL << 60) : record.Hash;
            return record with { Counters = counters, Hash = hash, Rest = [.. record.Rest.Select(line => Executed(line, random))] };
        });
    }

    /// <summary>Any bits in a bitmap: clang 19 and later give every bit of it to a way through a decision.</summary>
    private static string Executed(string line, Random random) =>
        line.StartsWith("0x", StringComparison.Ordinal) ? $"0x{random.Next(256) & random.Next(256):x}" : line;

    private static void ShouldBeEqual(CoverageSummary ours, CoverageSummary theirs, string what)
    {
        ours.Files.Select(file => file.Path).ShouldBe(theirs.Files.Select(file => file.Path), what);
        foreach (var (our, their) in ours.Files.Zip(theirs.Files))
        {
            our.ShouldBe(their, what);
        }

        ours.Totals.ShouldBe(theirs.Totals, what);
    }
}
