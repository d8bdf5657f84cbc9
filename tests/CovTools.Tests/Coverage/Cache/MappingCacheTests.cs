using CovTools.Coverage;
using CovTools.Mapping;
using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Tests.Support;

namespace CovTools.Tests.Coverage.Cache;

public sealed class MappingCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GoldenSet _golden = GoldenSet.Of(21);

    public static TheoryData<int> Releases => [18, 21, 23];

    [Theory]
    [MemberData(nameof(Releases))]
    public void AKeptMappingGivesTheSameNumbersForEveryProgram(int release)
    {
        var golden = GoldenSet.Of(release);
        var rules = new LlvmRelease(release);
        var programs = golden.Programs.Where(program => golden.CoverageObjects(program).Count > 0 && golden.Has(program, "default.profdata")).ToList();
        programs.Count.ShouldBeGreaterThan(3);
        foreach (var program in programs)
        {
            var cache = new MappingCache(Path.Combine(_folder.Path, program));
            var profile = IndexedProfile.Read(new MemoryByteSource(program, golden.Read(program, "default.profdata")));

            var first = cache.GetSummarizer(Objects(golden, program), rules, null, TestContext.Current.CancellationToken).Summarize(profile);
            var second = cache.GetSummarizer(Objects(golden, program), rules, null, TestContext.Current.CancellationToken).Summarize(profile);

            cache.Hits.ShouldBe(1, program);
            cache.Failure.ShouldBeNull();
            second.Totals.ShouldBe(first.Totals);
            second.Files.ShouldBe(first.Files);
            first.Totals.Lines.Total.ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public void OtherRulesAndOtherContentsAreOtherEntries()
    {
        var cache = new MappingCache(_folder.Path);
        Get(cache, 21);
        Get(cache, 14);
        cache.Hits.ShouldBe(0);
        Get(cache, 21);
        cache.Hits.ShouldBe(1);
        var objects = Objects(_golden, "mcdc");
        objects[0].FunctionRecords[^1] ^= 1;
        _ = Record.Exception(() => cache.GetSummarizer(objects, new LlvmRelease(21), null, TestContext.Current.CancellationToken));

        cache.Hits.ShouldBe(1);
    }

    [Fact]
    public void EveryDamagedByteAndEveryCutMakesTheEntryAgain()
    {
        var cache = new MappingCache(_folder.Path);
        var expected = Get(cache, 21);
        var entry = Directory.GetFiles(_folder.Path).ShouldHaveSingleItem();
        var good = File.ReadAllBytes(entry);
        var hits = 0;
        for (var position = 0; position < good.Length; position += 1 + (good.Length / 400))
        {
            var bad = good.ToArray();
            bad[position] ^= 0x10;
            File.WriteAllBytes(entry, position % 2 == 0 ? bad : good[..position]);

            Get(cache, 21).ShouldBe(expected);
            cache.Hits.ShouldBe(hits, $"byte {position}");
            File.ReadAllBytes(entry).ShouldBe(good);
        }

        Get(cache, 21).ShouldBe(expected);
        cache.Hits.ShouldBe(1);
    }

    [Fact]
    public void TheEntriesThatWereNotUsedForTheLongestTimeGo()
    {
        var all = new MappingCache(_folder.Path);
        Get(all, 14);
        var old = Directory.GetFiles(_folder.Path).ShouldHaveSingleItem();
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-1));
        var partial = Path.Combine(_folder.Path, "x.partial");
        File.WriteAllText(partial, "x");
        File.SetLastWriteTimeUtc(partial, DateTime.UtcNow.AddDays(-2));

        Get(new MappingCache(_folder.Path, limit: 1), 21);

        Directory.GetFiles(_folder.Path).ShouldHaveSingleItem().ShouldNotBe(old);
    }

    [Fact]
    public void AFolderThatCannotBeMadeCostsNoResult()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "not a folder");
        var cache = new MappingCache(Path.Combine(file, "below"));

        Get(cache, 21).Lines.Total.ShouldBeGreaterThan(0);
        cache.Failure.ShouldNotBeNull();
    }

    [Fact]
    public void ObjectsThatHaveNotChangedAreNotRead()
    {
        var cache = new MappingCache(_folder.Path);
        var reads = 0;
        var expected = Get(cache, 21);
        var objects = Objects(_golden, "mcdc");

        Totals(objects, "a", 21).ShouldBe(expected);
        reads.ShouldBe(objects.Length);
        Totals(objects, "a", 21).ShouldBe(expected);
        reads.ShouldBe(objects.Length);
        cache.Hits.ShouldBe(2);

        // Another stamp, no stamp, other rules: the contents decide.
        Totals(objects, "b", 21).ShouldBe(expected);
        Totals(objects, null, 21).ShouldBe(expected);
        Totals(objects, null, 21).ShouldBe(expected);
        reads.ShouldBe(4 * objects.Length);
        cache.Hits.ShouldBe(5);
        Totals(objects, "a", 14);
        cache.Hits.ShouldBe(5);
        reads.ShouldBe(5 * objects.Length);

        CoverageTotals Totals(MappingSections[] sections, string? stamp, int release)
        {
            MappingObject[] lazy = [.. sections.Select(item => new MappingObject(() => Read(item), stamp))];
            return cache.GetSummarizer(lazy, new LlvmRelease(release), null, TestContext.Current.CancellationToken).Summarize(Profile()).Totals;
        }

        MappingSections Read(MappingSections sections)
        {
            reads++;
            return sections;
        }
    }

    [Fact]
    public void ANoteThatIsDamagedOrWithoutItsEntryIsNotUsed()
    {
        var cache = new MappingCache(_folder.Path);
        MappingObject[] objects = [.. Objects(_golden, "mcdc").Select(item => new MappingObject(() => item, "same"))];
        var expected = Totals();
        var note = Directory.GetFiles(_folder.Path, "*.note").ShouldHaveSingleItem();
        var good = File.ReadAllBytes(note);
        for (var position = 0; position < good.Length; position++)
        {
            var bad = good.ToArray();
            bad[position] ^= 1;
            File.WriteAllBytes(note, position % 2 == 0 ? bad : good[..position]);

            Totals().ShouldBe(expected);
            File.ReadAllBytes(note).ShouldBe(good);
        }

        File.Delete(Directory.GetFiles(_folder.Path, "*.mapping").ShouldHaveSingleItem());
        var hits = cache.Hits;
        Totals().ShouldBe(expected);
        cache.Hits.ShouldBe(hits);
        Totals().ShouldBe(expected);
        cache.Hits.ShouldBe(hits + 1);

        CoverageTotals Totals() => cache.GetSummarizer(objects, new LlvmRelease(21), null, TestContext.Current.CancellationToken).Summarize(Profile()).Totals;
    }

    public void Dispose() => _folder.Dispose();

    private static MappingSections[] Objects(GoldenSet golden, string program) =>
        [.. golden.CoverageObjects(program).Select(name => MappingSections.Read(ElfObject.Read(new MemoryByteSource(name, golden.Read(program, name)))))];

    private CoverageTotals Get(MappingCache cache, int release) =>
        cache.GetSummarizer(Objects(_golden, "mcdc"), new LlvmRelease(release), null, TestContext.Current.CancellationToken).Summarize(Profile()).Totals;

    private IndexedProfile Profile() => IndexedProfile.Read(new MemoryByteSource("mcdc", _golden.Read("mcdc", "default.profdata")));
}
