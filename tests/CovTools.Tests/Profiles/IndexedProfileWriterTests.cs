using System.Diagnostics;
using CovTools.Profiles;
using CovTools.Tests.Modules;

namespace CovTools.Tests.Profiles;

[Collection("LLVM tools")]
public sealed class IndexedProfileWriterTests
{
    public static TheoryData<int> Releases => Toolchain.Releases;

    [Theory]
    [MemberData(nameof(Releases))]
    public void AnyNumberOfFunctionsAndHashesGivesTheFileThatTheReleaseWrites(int major)
    {
        var tools = Toolchain.Require(major);
        foreach (var (names, hashes) in (ReadOnlySpan<(int, int)>)[(1, 1), (2, 1), (3, 3), (12, 2), (48, 4), (49, 1), (200, 40), (3000, 2), (6, 100)])
        {
            var records = TextProfile.Random(seed: names, names, hashes, bitmaps: major >= 18);
            ShouldBeLikeMerged(tools, [records]);
        }
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void SumsOfSeveralInputsAreThoseOfTheRelease(int major)
    {
        var tools = Toolchain.Require(major);
        var first = TextProfile.Random(seed: 1, 120, 5, bitmaps: major >= 18);
        var second = TextProfile.Random(seed: 2, 60, 3, bitmaps: false);

        ShouldBeLikeMerged(tools, [first, second, [.. first.Take(50).Reverse()]]);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void OverflowingSumsAreClampedLikeTheReleaseDoes(int major)
    {
        var tools = Toolchain.Require(major);
        var large = FunctionRecord.Create("f", 1, new ulong[] { 5UL, ulong.MaxValue - 5, ulong.MaxValue - 1 });
        var other = FunctionRecord.Create("g", 1, new ulong[] { 1UL, 2 });

        var builder = ShouldBeLikeMerged(tools, [[large, other], [large], [other]]);

        builder.Report.ShouldBe(new MergeReport(Overflows: 1, CounterMismatches: 0, BitmapMismatches: 0));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void ARecordWithAnotherNumberOfCountersIsDroppedAndReported(int major)
    {
        var tools = Toolchain.Require(major);

        var builder = ShouldBeLikeMerged(tools, [[FunctionRecord.Create("f", 1, new ulong[] { 5UL, 6 })], [FunctionRecord.Create("f", 1, new ulong[] { 1UL })]]);

        builder.Report.CounterMismatches.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void RecordsWithPseudoCountsAreTreatedLikeTheReleaseDoes(int major)
    {
        var tools = Toolchain.Require(major);
        var hot = FunctionRecord.Create("f", 1, new ulong[] { ulong.MaxValue, 7UL });
        var plain = FunctionRecord.Create("g", 1, new ulong[] { 3UL, ulong.MaxValue });

        ShouldBeLikeMerged(tools, [[hot, plain]]);
    }

    [Fact]
    public void HundredsOfThousandsOfFunctionsAreWrittenInLinearTime()
    {
        Measure(20_000);

        var small = Measure(50_000);
        var large = Measure(400_000);

        large.TotalMilliseconds.ShouldBeLessThan(Math.Max(8 * 4 * small.TotalMilliseconds, 4000));
    }

    private static TimeSpan Measure(int functions)
    {
        var counters = new ulong[] { 1, 2, 3, 4, 5, 6, 7, 8 };
        var records = Enumerable.Range(0, functions).Select(i => FunctionRecord.Create($"_ZN2at6native7functionILi{i}EEvv", (ulong)i, counters)).ToList();
        var watch = Stopwatch.StartNew();
        var builder = new ProfileBuilder(new LlvmRelease(19));
        foreach (var record in records)
        {
            builder.Add(record).ShouldBe(MergeIssues.None);
        }

        IndexedProfileWriter.Write(builder, Stream.Null);
        return watch.Elapsed;
    }

    private static ProfileBuilder ShouldBeLikeMerged(Toolchain tools, List<List<FunctionRecord>> inputs)
    {
        var directory = Toolchain.Scratch();
        var builder = new ProfileBuilder(new LlvmRelease(tools.Major));
        var files = new List<string>();
        foreach (var records in inputs)
        {
            files.Add(Path.Combine(directory, $"{files.Count}.proftext"));
            File.WriteAllText(files[^1], TextProfile.Of(records));
            foreach (var record in records)
            {
                builder.Add(record);
            }
        }

        using var ours = new MemoryStream();
        IndexedProfileWriter.Write(builder, ours);
        var theirs = File.ReadAllBytes(tools.Merge(files));
        ours.ToArray().AsSpan().SequenceEqual(theirs).ShouldBeTrue($"{builder.RecordCount} records of {inputs.Count} inputs, {ours.Length} and {theirs.Length} bytes");
        return builder;
    }
}
