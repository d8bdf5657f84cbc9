using System.Text.Json;
using CovTools.Coverage;
using CovTools.Mapping;
using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Tests.Support;

namespace CovTools.Tests.Coverage.Mcdc;

[Collection("LLVM tools")]
public sealed class McdcEvaluatorTests
{
    public static TheoryData<int, string> GoldenPrograms
    {
        get
        {
            var programs = new TheoryData<int, string>();
            foreach (var release in new[] { 18, 21, 23 })
            {
                foreach (var program in GoldenSet.Of(release).Programs.Where(program => GoldenSet.Of(release).Has(program, "coverage/export.json") && GoldenSet.Of(release).Has(program, "default.profdata")))
                {
                    programs.Add(release, program);
                }
            }

            return programs;
        }
    }

    [Theory]
    [InlineData(19)]
    [InlineData(22)]
    public void VectorsPairsAndConditionsAreThoseThatLlvmCovShows(int major)
    {
        var tools = LlvmTools.Require(major);
        var built = CoverageSample.Decisions(major, "-fcoverage-mcdc");
        var mapping = built.Mapping();
        var profile = built.Run(tools, ["0", "1", "2"], ["5", "3", "9"], ["4", "6", "7", "2", "1"]);
        for (var seed = 0; seed < 20; seed++)
        {
            var changed = seed == 0 ? profile : Distort(profile, new Random(seed));
            var shown = McdcText.Blocks(tools.Cov(changed, ["show", "-show-mcdc", "-name-regex=decide", built.Program]));

            var ours = Records(mapping, changed, major).MaxBy(function => function.Count)!.Where(record => record.Decision.FileId == 0).Select(record => McdcText.Of(record));

            shown.Count.ShouldBeGreaterThan(4);
            ours.Order(StringComparer.Ordinal).ShouldBe(shown.Order(StringComparer.Ordinal), $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(19)]
    [InlineData(22)]
    public void RecordsOfFunctionsAreThoseThatLlvmCovExports(int major)
    {
        var tools = LlvmTools.Require(major);
        var built = CoverageSample.Decisions(major, "-fcoverage-mcdc");
        var profile = built.Run(tools, ["0", "1", "2"], ["5", "3", "9"], ["4", "6", "7", "2", "1"]);

        var mapping = built.Mapping();
        for (var seed = 0; seed < 20; seed++)
        {
            var changed = seed == 0 ? profile : Distort(profile, new Random(seed));

            ShouldBeExported(Records(mapping, changed, major), tools.Cov(changed, ["export", built.Program]), major);
        }
    }

    [Theory]
    [MemberData(nameof(GoldenPrograms))]
    public void RecordsOfFunctionsAreThoseOfReleasesThatAreNotInstalled(int major, string program)
    {
        var golden = GoldenSet.Of(major);
        var mapping = CoverageMapping.Load(
            [.. golden.CoverageObjects(program).Select(name => MappingSections.Read(ElfObject.Read(new MemoryByteSource(name, golden.Read(program, name)))))], TestContext.Current.CancellationToken);
        var profile = IndexedProfile.Read(new MemoryByteSource(program, golden.Read(program, "default.profdata")));

        ShouldBeExported(Records(mapping, profile, major), System.Text.Encoding.UTF8.GetString(golden.Read(program, "coverage/export.json")), major);
    }

    [Fact]
    public void GoldenProgramsHaveDecisions()
    {
        foreach (var release in new[] { 18, 21, 23 })
        {
            GoldenPrograms.Select(row => row.Data).ShouldContain((release, "mcdc"));
        }
    }

    [Fact]
    public void UnexecutedVectorsAreTheOthers()
    {
        var tools = LlvmTools.Require(22);
        var program = ProgramSet.Require(22, "mcdc");
        var mapping = CoverageMapping.Load([.. program.Binaries.Select(CoverageSample.Sections)], TestContext.Current.CancellationToken);
        var profile = tools.Merge(program.Profiles);
        var everything = profile.Select(record => record with { Rest = [.. record.Rest.Select(line => line.StartsWith("0x", StringComparison.Ordinal) ? "0xff" : line)] });
        var some = Records(mapping, profile, 22).SelectMany(function => function).ToList();
        var all = Records(mapping, everything, 22).SelectMany(function => function).ToList();

        some.Count.ShouldBe(all.Count);
        foreach (var (one, complete) in some.Zip(all))
        {
            complete.UnexecutedTestVectors.ShouldBeEmpty();
            one.TestVectors.Concat(one.UnexecutedTestVectors).Select(Text).Order(StringComparer.Ordinal).ShouldBe(complete.TestVectors.Select(Text).Order(StringComparer.Ordinal));
        }

        some.ShouldContain(record => record.UnexecutedTestVectors.Count > 0);
        static string Text(McdcTestVector vector) => string.Join(',', vector.Conditions) + vector.Result;
    }

    /// <summary>Records by function, functions without any left out.</summary>
    internal static List<List<McdcRecord>> Records(CoverageMapping mapping, ICounterSource profile, int release)
    {
        var evaluator = new McdcEvaluator(McdcRules.For(new LlvmRelease(release)));
        var buffer = new FunctionMapping();
        var functions = new List<List<McdcRecord>>();
        for (var i = 0; i < mapping.Functions.Count; i++)
        {
            mapping.Decode(i, buffer);
            var function = mapping.Functions[i];
            var bitmap = profile.TryGetBitmap(function.NameHash, function.FunctionHash, out var bytes) ? bytes : default;
            var records = new List<McdcRecord>();
            evaluator.TryEvaluate(buffer, Branches(buffer), bitmap, profile.IndexedVersion, records).ShouldBeTrue();
            if (records.Count > 0)
            {
                functions.Add(records);
            }
        }

        return functions;
    }

    /// <summary>Conditions without counts, which records only carry along.</summary>
    internal static CountedBranch[] Branches(FunctionMapping function)
    {
        var branches = new List<CountedBranch>();
        foreach (var region in function.Regions)
        {
            if (region.IsBranch)
            {
                branches.Add(new CountedBranch(region.StartLine, region.StartColumn, region.EndLine, region.EndColumn, 0, 0, region.FileId, region.ExpandedFileId, region.Kind, false, false));
            }
        }

        return [.. branches];
    }

    private static void ShouldBeExported(List<List<McdcRecord>> ours, string export, int release)
    {
        using var document = JsonDocument.Parse(export);
        var theirs = document.RootElement.GetProperty("data")[0].GetProperty("functions").EnumerateArray()
            .Select(function => function.GetProperty("mcdc_records")).Where(records => records.GetArrayLength() > 0)
            .Select(records => records.GetRawText()).ToList();

        ours.Select(records => "[" + string.Join(',', records.Select(record => Json(record, release))) + "]").ShouldBe(theirs);
    }

    private static string Json(McdcRecord record, int release)
    {
        var decision = record.Decision;
        var place = $"{decision.StartLine},{decision.StartColumn},{decision.EndLine},{decision.EndColumn}";
        var conditions = string.Join(',', record.Conditions.Select(condition => condition.IsCovered ? "true" : "false"));
        if (release < 21)
        {
            return $"[{place},{decision.ExpandedFileId},5,[{conditions}]]";
        }

        var results = $"{record.TestVectors.Count(vector => vector.Result)},{record.TestVectors.Count(vector => !vector.Result)}";
        var head = $"[{place},{results},{decision.FileId},{decision.ExpandedFileId},5,[{conditions}]";
        return release < 22 ? head + "]" : $"{head},[{string.Join(',', record.TestVectors.Select(Json))}]]";
    }

    private static string Json(McdcTestVector vector)
    {
        var conditions = string.Join(',', vector.Conditions.Select(value => value switch { true => "true", false => "false", null => "null" }));
        return $"{{\"conditions\":[{conditions}],\"executed\":true,\"result\":{(vector.Result ? "true" : "false")}}}";
    }

    /// <summary>Other executed test vectors: clang 19 and later give every bit below a decision's last one to a way through it.</summary>
    private static TextCounters Distort(TextCounters profile, Random random)
    {
        var density = random.NextDouble();
        return profile.Select(record => record with { Rest = [.. record.Rest.Select(line => line.StartsWith("0x", StringComparison.Ordinal) ? Byte(random, density) : line)] });
    }

    private static string Byte(Random random, double density)
    {
        var value = 0;
        for (var bit = 0; bit < 8; bit++)
        {
            value |= random.NextDouble() < density ? 1 << bit : 0;
        }

        return $"0x{value:x}";
    }
}
