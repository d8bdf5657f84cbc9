using System.Text;
using CovTools.Coverage;
using CovTools.Mapping;
using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Reports;
using CovTools.Tests.Coverage;
using CovTools.Tests.Modules;
using CovTools.Tests.Support;

namespace CovTools.Tests.Reports;

/// <summary>LLVM's JSON and lcov tracefiles are, byte by byte, those of llvm-cov of every release.</summary>
[Collection("LLVM tools")]
public sealed class LlvmExportTests
{
    public static TheoryData<int, string> Programs => ProgramSet.EachCoveredProgram;

    public static TheoryData<int, string> Golden => new(GoldenSet.Releases.Select(row => row.Data).SelectMany(release =>
        GoldenSet.Of(release).Programs.Where(program => GoldenSet.Of(release).Has(program, "coverage/export.json") && GoldenSet.Of(release).Has(program, "default.profdata")).Select(program => (release, program))));

    [Theory]
    [MemberData(nameof(Programs))]
    public void ExportsAreThoseOfTheReleaseThatBuiltTheProgram(int release, string name)
    {
        var program = ProgramSet.Require(release, name);
        var profile = Path.Combine(Toolchain.Scratch(), "merged.profdata");
        File.WriteAllBytes(profile, program.Merge([]));
        string[] arguments = ["-instr-profile", profile, program.Binaries[^1], .. program.Binaries.SkipLast(1).SelectMany(path => new[] { "-object", path })];
        string Theirs(params string[] options) => ToolRunner.Run(program.Cov, ["export", .. arguments, .. options]);
        using var source = new FileByteSource(profile);
        var report = Report([.. program.Binaries.TakeLast(1), .. program.Binaries.SkipLast(1)], IndexedProfile.Read(source), release);

        Json(report).ShouldBe(Theirs());
        Json(report, new LlvmJsonOptions { SummaryOnly = true }).ShouldBe(Theirs("-summary-only"));
        Json(report, new LlvmJsonOptions { SkipExpansions = true, SkipFunctions = true }).ShouldBe(Theirs("-skip-expansions", "-skip-functions"));
        Lcov(report).ShouldBe(Theirs("-format=lcov"));
        Lcov(report, new LcovOptions { SummaryOnly = true }).ShouldBe(Theirs("-format=lcov", "-summary-only"));
    }

    [Theory]
    [MemberData(nameof(Golden))]
    public void ExportsAreThoseOfReleasesThatAreNotInstalled(int release, string program)
    {
        var golden = GoldenSet.Of(release);
        var names = golden.CoverageObjects(program);
        var objects = names.TakeLast(1).Concat(names.SkipLast(1)).Select(name => Sections(new MemoryByteSource(name, golden.Read(program, name))));
        var mapping = CoverageMapping.Load([.. objects], TestContext.Current.CancellationToken);
        var report = Create(mapping, IndexedProfile.Read(new MemoryByteSource(program, golden.Read(program, "default.profdata"))), release);

        Json(report).ShouldBe(Text("coverage/export.json"));
        Json(report, new LlvmJsonOptions { SummaryOnly = true }).ShouldBe(Text("coverage/summary.json"));
        Lcov(report).ShouldBe(Text("coverage/export.lcov"));

        string Text(string member) => Encoding.UTF8.GetString(golden.Read(program, member));
    }

    [Theory]
    [InlineData(14)]
    [InlineData(19)]
    [InlineData(22)]
    public void ExportsOfProfilesThatFitBadlyAreThoseOfLlvmCov(int release)
    {
        var tools = LlvmTools.Require(release);
        var sample = CoverageSample.Shapes(release);
        var profile = sample.Run(tools, ["3", "5", "8"], []);
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var changed = profile.Select(record => random.Next(5) switch
            {
                0 => null,
                1 => record with { Hash = record.Hash ^ 8 },
                2 => record with { Counters = [.. record.Counters.Select(_ => (ulong)random.NextInt64())] },
                3 => record with { Counters = record.Counters[..random.Next(1, record.Counters.Length + 1)] },
                _ => record,
            });
            var report = Create(sample.Mapping(), changed, release);
            string[] objects = [.. sample.Objects.SelectMany(file => new[] { "-object", file })];

            Json(report).ShouldBe(tools.Cov(changed, ["export", .. objects]), $"seed {seed}");
            Lcov(report).ShouldBe(tools.Cov(changed, ["export", "-format=lcov", .. objects]), $"seed {seed}");
        }
    }

    [Fact]
    public void TheLibrarysViewsAreWhatTheDocumentSays()
    {
        var program = ProgramSet.Require(19, "templates");
        var report = Report([.. program.Binaries], IndexedProfile.Read(new MemoryByteSource("merged", program.Merge([]))), 19);
        using var document = System.Text.Json.JsonDocument.Parse(Json(report));
        var data = document.RootElement.GetProperty("data")[0];

        var functions = report.Functions().ToList();
        functions.Select(function => function.Name).ShouldBe(data.GetProperty("functions").EnumerateArray().Select(function => function.GetProperty("name").GetString()));
        functions.Select(function => function.ExecutionCount).ShouldBe(data.GetProperty("functions").EnumerateArray().Select(function => function.GetProperty("count").GetUInt64()));
        for (var file = 0; file < report.Files.Count; file++)
        {
            var element = data.GetProperty("files")[file];
            var view = report.CoverageOfFile(file);
            view.Path.ShouldBe(element.GetProperty("filename").GetString());
            view.Segments.Select(segment => (segment.Line, segment.Column, segment.Count))
                .ShouldBe(element.GetProperty("segments").EnumerateArray().Select(segment => (segment[0].GetUInt32(), segment[1].GetUInt32(), segment[2].GetUInt64())));
            view.Expansions.Count.ShouldBe(element.GetProperty("expansions").GetArrayLength());
            report.InstantiationGroups(file).Count.ShouldBe((int)report.Summary.Files[file].Totals.Functions.Total);
            report.InstantiationGroups(file).Sum(group => group.Instantiations.Count).ShouldBe((int)report.Summary.Files[file].Totals.Instantiations.Total);
        }
    }

    private static CoverageReport Report(IEnumerable<string> binaries, ICounterSource profile, int release)
    {
        var sections = new List<MappingSections>();
        foreach (var path in binaries)
        {
            using var source = new FileByteSource(path);
            sections.Add(Sections(source));
        }

        return Create(CoverageMapping.Load(sections, TestContext.Current.CancellationToken), profile, release);
    }

    private static MappingSections Sections(IByteSource source) => MappingSections.Read(ObjectFiles.Open(source).Files.Single());

    private static CoverageReport Create(CoverageMapping mapping, ICounterSource profile, int release) =>
        CoverageReport.Create(mapping, profile, new CoverageOptions { Release = new LlvmRelease(release) }, TestContext.Current.CancellationToken);

    private static string Json(CoverageReport report, LlvmJsonOptions? options = null) => Written(stream => LlvmJsonReport.Write(stream, report, options, TestContext.Current.CancellationToken));

    private static string Lcov(CoverageReport report, LcovOptions? options = null) => Written(stream => LcovReport.Write(stream, report, options, TestContext.Current.CancellationToken));

    private static string Written(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
