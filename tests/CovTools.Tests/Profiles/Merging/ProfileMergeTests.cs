using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Tests.Profiles.Merging;

public sealed class ProfileMergeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SummedProfilesEqualThoseThatAreAddedRecordByRecord()
    {
        var files = Files(RandomCounters(50, seed: 1));

        var merged = Merge(files);

        Bytes(merged.Profile).ShouldBe(Bytes(OneByOne(files)));
        merged.Inputs.ShouldAllBe(report => report.Status == InputStatus.Merged && report.Profiles == 1 && report.Records == 3);
    }

    [Fact]
    public void ThreadsOrderAndGroupingDoNotChangeTheBytes()
    {
        var random = new Random(2);
        var files = Files(RandomCounters(40, seed: 2));
        var expected = Bytes(Merge(files).Profile);

        for (var round = 0; round < 20; round++)
        {
            var shuffled = files.ToArray();
            random.Shuffle(shuffled);
            var half = Path.Combine(_folder.Path, $"half-{round}.profdata");
            var cut = random.Next(1, shuffled.Length - 1);
            File.WriteAllBytes(half, Bytes(Merge(shuffled[..cut]).Profile));

            Bytes(Merge(shuffled, threads: 1 + (round % 4)).Profile).ShouldBe(expected);
            Bytes(Merge([half, .. shuffled[cut..]]).Profile).ShouldBe(expected);
        }
    }

    [Fact]
    public void AMergerTakesFilesFromManyThreadsAndGoesOnAfterwards()
    {
        var files = Files(RandomCounters(60, seed: 3));
        var merger = new ProfileMerger(new MergeOptions());

        Parallel.ForEach(files.Take(40), file => merger.Add(new MergeInput(file)).Status.ShouldBe(InputStatus.Merged));
        Bytes(merger.Complete()).ShouldBe(Bytes(Merge([.. files.Take(40)]).Profile));
        Parallel.ForEach(files.Skip(40), file => merger.Add(new MergeInput(file)));

        Bytes(merger.Complete()).ShouldBe(Bytes(Merge(files).Profile));
    }

    [Fact]
    public void AMergerKeepsAProfileThatWasAddedBeforeItsFiles()
    {
        var files = Files(RandomCounters(6, seed: 8));
        var merger = new ProfileMerger(new MergeOptions());

        merger.Add(Merge([.. files.Take(2)]).Profile);
        foreach (var file in files.Skip(2))
        {
            merger.Add(new MergeInput(file));
        }

        Bytes(merger.Complete()).ShouldBe(Bytes(Merge(files).Profile));
    }

    [Fact]
    public void AnEmptyProfileChangesNothing()
    {
        var files = Files(RandomCounters(3, seed: 4));
        var nothing = Path.Combine(_folder.Path, "nothing.profdata");
        File.WriteAllBytes(nothing, Bytes(new ProfileBuilder(LlvmRelease.Newest)));

        Bytes(Merge([nothing, .. files, nothing]).Profile).ShouldBe(Bytes(Merge(files).Profile));
    }

    [Theory]
    [InlineData(1UL << 48)]
    [InlineData((1UL << 56) + 1)]
    [InlineData(1UL << 63)]
    [InlineData(ulong.MaxValue - 2)]
    [InlineData(ulong.MaxValue)]
    public void HugeCountsAreAddedAsAnywhere(ulong huge)
    {
        var counters = RandomCounters(9, seed: 5);
        counters[3] = [huge, 1, huge];
        counters[7] = [1, huge, 2];
        var files = Files(counters);

        var merged = Merge(files, release: 17);

        Bytes(merged.Profile).ShouldBe(Bytes(OneByOne(files, release: 17)));
        Merge(files, release: 18).Inputs.Count(report => report.Status == InputStatus.Suspicious).ShouldBe(huge > 1UL << 56 ? 2 : 0);
    }

    [Fact]
    public void WeightsCountASumManyTimes()
    {
        var files = Files(RandomCounters(8, seed: 6));
        var builder = new ProfileBuilder(LlvmRelease.Newest);
        foreach (var (file, index) in files.Select((file, index) => (file, index)))
        {
            Add(builder, file, index < 4 ? 3UL : 1);
        }

        var merged = ProfileMerge.Run([.. files.Select((file, index) => new MergeInput(file, index < 4 ? 3UL : 1))], new MergeOptions { Release = LlvmRelease.Newest }, TestContext.Current.CancellationToken);

        Bytes(merged.Profile).ShouldBe(Bytes(builder));
    }

    [Fact]
    public void ProfilesOfOneModuleWithDifferentWeightsDoNotShareMemory()
    {
        // Two records of one function: the module's records cannot be taken as they are.
        var module = new SyntheticRawProfile { Functions = [("f", 7, [1, 2], []), ("f", 7, [10, 20], []), ("g", 8, [5], [3])] };
        var first = Write("first.profraw", module);
        var second = Write("second.profraw", module);

        var merged = ProfileMerge.Run([new MergeInput(first), new MergeInput(second, 100)], new MergeOptions(), TestContext.Current.CancellationToken);

        merged.Profile.Records.Select(record => (record.NameText, string.Join(' ', record.Counters.ToArray()))).ShouldBe([("f", "1111 2222"), ("g", "505")]);
    }

    [Fact]
    public void ManyModulesMergeAsTheirRecordsDo()
    {
        var files = Enumerable.Range(0, 90).Select(number => Write($"{number:000}.profraw", new SyntheticRawProfile
        {
            Functions = [("shared", 1, [(ulong)number, 2], [(byte)(1 << (number % 8))]), ($"own{number % 30}", 7, [3, (ulong)number], []), ("again", (ulong)(number % 3), [1], [])],
            BinaryId = [(byte)(number % 30)],
        })).ToArray();

        foreach (var threads in (int[])[1, 2, 3])
        {
            Bytes(Merge(files, threads).Profile).ShouldBe(Bytes(OneByOne(files)));
        }
    }

    [Fact]
    public void SumsOfIndexedProfilesStopAtTheLimitOfTheRelease()
    {
        var files = ((ulong[])[ulong.MaxValue - 5, 3, 1UL << 62, 9, 1UL << 61]).Select((count, index) =>
        {
            var builder = new ProfileBuilder(LlvmRelease.Newest);
            builder.Add(FunctionRecord.Create("f", 7, new ulong[] { 1, count, 1, 1, 1, 1, 1, 1, count }));
            builder.Add(FunctionRecord.Create("g", 7, new ulong[] { 4 }));
            var path = Path.Combine(_folder.Path, $"{index}.profdata");
            File.WriteAllBytes(path, Bytes(builder));
            return path;
        }).ToArray();

        foreach (var order in (string[][])[files, [.. files.Reverse()]])
        {
            Bytes(Merge(order, release: 17).Profile).ShouldBe(Bytes(OneByOne(order, release: 17)));
            Bytes(Merge(order).Profile).ShouldBe(Bytes(OneByOne(order)));
        }
    }

    [Fact]
    public void FunctionsGetNewNames()
    {
        var names = Path.Combine(_folder.Path, "names.txt");
        File.WriteAllText(names, "# old and new\nf g\r\n\nf ignored\nh unused\n");
        var raw = Write("raw.profraw", new SyntheticRawProfile { Functions = [("f", 7, [1], []), ("g", 7, [20], []), ("k", 7, [3], [])] });
        var indexed = Path.Combine(_folder.Path, "indexed.profdata");
        File.WriteAllBytes(indexed, Bytes(Merge([raw]).Profile));

        var merged = ProfileMerge.Run([new MergeInput(raw), new MergeInput(indexed)], new MergeOptions { Renaming = FunctionRenaming.Read(names) }, TestContext.Current.CancellationToken);

        merged.Profile.Records.Select(record => (record.NameText, record.NameHash, record.Counters.Span[0]))
            .ShouldBe([("g", NameHash.Compute("g"u8), 42UL), ("k", NameHash.Compute("k"u8), 6UL)]);
    }

    [Theory]
    [InlineData("a b\nonly\n", 4)]
    [InlineData("a  b\n", 0)]
    [InlineData(" b\n", 0)]
    [InlineData("# x\n\na b c", 5)]
    public void ALineThatNamesNoTwoFunctionsIsToldWithItsPlace(string text, long offset)
    {
        var names = Path.Combine(_folder.Path, "names.txt");
        File.WriteAllText(names, text);

        Should.Throw<MalformedDataException>(() => FunctionRenaming.Read(names)).Offset.ShouldBe(offset);
    }

    [Fact]
    public void FlagsOfADamagedProfileCount()
    {
        var whole = new ProfileBuilder(LlvmRelease.Newest);
        whole.AddFlags(ProfileFlags.IntermediateRepresentation);
        whole.Add(FunctionRecord.Create("f", 7, new ulong[] { 1 }));
        using var stream = new MemoryStream();
        TextProfileWriter.Write(whole, stream);
        var path = Path.Combine(_folder.Path, "cut.proftext");
        File.WriteAllBytes(path, stream.ToArray()[..^4]);

        var merged = Merge([path]);

        merged.Inputs[0].Status.ShouldBe(InputStatus.Malformed);
        merged.Profile.Flags.ShouldBe(ProfileFlags.IntermediateRepresentation);
    }

    [Fact]
    public void ABadFileCostsThatFileAndIsTold()
    {
        var files = Files(RandomCounters(5, seed: 7));
        var whole = File.ReadAllBytes(files[2]);
        File.WriteAllBytes(files[2], whole[..^40]);
        var empty = Path.Combine(_folder.Path, "empty.profraw");
        File.WriteAllBytes(empty, []);
        var missing = Path.Combine(_folder.Path, "missing.profraw");

        var merged = Merge([.. files, empty, missing]);

        Bytes(merged.Profile).ShouldBe(Bytes(Merge([.. files.Where((_, index) => index != 2)]).Profile));
        merged.Inputs.Select(report => report.Status).ShouldBe(
            [InputStatus.Merged, InputStatus.Merged, InputStatus.Malformed, InputStatus.Merged, InputStatus.Merged, InputStatus.Empty, InputStatus.Unreadable]);
        merged.Inputs[2].Offset.ShouldBeGreaterThanOrEqualTo(0);
        merged.Inputs[2].Reason.ShouldContain("past the end of the file");
    }

    [Fact]
    public void RecordsThatDoNotFitAreNamedWithModuleHashAndCounts()
    {
        var first = Write("first.profraw", new SyntheticRawProfile { Functions = [("f", 7, [1, 2], []), ("g", 8, [5], [])] });
        var second = Write("second.profraw", new SyntheticRawProfile { Functions = [("f", 7, [1, 2, 3], []), ("g", 8, [6], [])], BinaryId = [0xab, 0xcd] });

        var merged = Merge([first, second, second]);

        merged.Profile.Report.CounterMismatches.ShouldBe(1); // both profiles of the second module are one sum
        var problem = merged.Problems.ShouldHaveSingleItem();
        problem.ShouldBe(new MergeProblem(MergeIssues.CounterMismatch, second, problem.Modules, "f", 7, 2, 3));
        problem.Modules.ShouldBe(["abcd"]);
        merged.Profile.Records.Single(record => record.NameText == "g").Counters.ToArray().ShouldBe([17UL]);
    }

    [Fact]
    public void FunctionsOfDifferentModulesAreKeptApartOnRequest()
    {
        var first = Write("first.profraw", new SyntheticRawProfile { Functions = [("f", 7, [1], [])], BinaryId = [1] });
        var second = Write("second.profraw", new SyntheticRawProfile { Functions = [("f", 7, [2], [])], BinaryId = [2] });
        MergeInput[] inputs = [new(first), new(second), new(second)];

        ProfileMerge.Run(inputs, new MergeOptions { ByModule = true }, TestContext.Current.CancellationToken).Profile.Records.Select(record => (record.NameText, record.Counters.Span[0]))
            .ShouldBe([("01:f", 1UL), ("02:f", 4UL)]);
        ProfileMerge.Run(inputs, new MergeOptions(), TestContext.Current.CancellationToken).Profile.Records.Select(record => (record.NameText, record.Counters.Span[0])).ShouldBe([("f", 5UL)]);
    }

    [Theory]
    [InlineData(8, 10, 14)]
    [InlineData(9, 11, 18)]
    [InlineData(10, 10, 19)]
    public void TheFormatIsTheNewestThatAllProducersRead(int one, int other, int expected)
    {
        var first = Write("first.profraw", new SyntheticRawProfile { Version = one });
        var second = Write("second.profraw", new SyntheticRawProfile { Version = other });

        var merged = Merge([first, second], release: null);

        merged.Release.ShouldBe(new LlvmRelease(expected));
        merged.Profile.Release.ShouldBe(merged.Release);
        merged.Profile.Records.Sum(record => (long)record.Counters.Span[0]).ShouldBe(2 * (1 + 2 + 0x1_0000_0001L));
    }

    private static ulong[][] RandomCounters(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 3).Select(_ => random.Next(4) == 0 ? 0UL : (ulong)random.NextInt64(1L << random.Next(1, 40))).ToArray())];
    }

    private static MergeOutcome Merge(string[] files, int threads = 0, int? release = 23) =>
        ProfileMerge.Run([.. files.Select(file => new MergeInput(file))], new MergeOptions { Release = release is { } major ? new LlvmRelease(major) : null, Threads = threads }, TestContext.Current.CancellationToken);

    private static ProfileBuilder OneByOne(string[] files, int release = 23)
    {
        var builder = new ProfileBuilder(new LlvmRelease(release));
        foreach (var file in files)
        {
            Add(builder, file, 1);
        }

        return builder;
    }

    private static void Add(ProfileBuilder builder, string file, ulong weight)
    {
        using var source = new FileByteSource(file);
        foreach (var profile in ProfileReader.Read(source))
        {
            builder.Add(profile, weight);
        }
    }

    private static byte[] Bytes(ProfileBuilder profile)
    {
        using var stream = new MemoryStream();
        IndexedProfileWriter.Write(profile, stream);
        return stream.ToArray();
    }

    /// <summary>Profiles of one module that differ in counters and bitmaps.</summary>
    private string[] Files(ulong[][] counters) =>
    [
        .. counters.Select((values, index) => Write($"{index:000}.profraw", new SyntheticRawProfile
        {
            Functions = [("main", 0x18, [values[0], values[1]], []), ("ex.c:pick", 0x1834e, [values[2]], [(byte)values[0], (byte)values[1]]), ("last", 7, [values[1], 0, values[0]], [])],
        })),
    ];

    private string Write(string name, SyntheticRawProfile profile)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllBytes(path, profile.ToArray());
        return path;
    }
}
