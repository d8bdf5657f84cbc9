using System.Text;
using CovTools.Coverage;
using CovTools.Mapping;
using CovTools.Profiles;
using CovTools.Tests.Mapping;
using CovTools.Tests.Modules;
using static CovTools.Tests.Mapping.MappingBytes;

namespace CovTools.Tests.Coverage;

/// <summary>Mappings that no compiler writes, in the container format of LLVM's own tests, with arbitrary profiles: llvm-cov and we agree on every file.</summary>
[Collection("LLVM tools")]
public sealed class ArbitraryMappingTests
{
    private const int Functions = 400;
    private const int Counters = 6;

    public static TheoryData<int> Releases => [13, 14, 16, 19, 22];

    [Theory]
    [MemberData(nameof(Releases))]
    public void NumbersOfArbitraryFunctionsAreThoseOfLlvmCov(int major)
    {
        var tools = LlvmTools.Require(major);
        for (var seed = 0; seed < 6; seed++)
        {
            var random = new Random((major * 1000) + seed);
            var files = Enumerable.Range(0, Functions).SelectMany(i => new[] { $"f{i:d3}.c", $"f{i:d3}.h" });
            var sections = new SyntheticMapping { Version = major < 18 ? 6 : 7 }
                .Unit(["/src", .. files], [.. Enumerable.Range(0, Functions).Select(i => new SyntheticMapping.Function($"function{i}", (ulong)i + 1, Mapping(random, (i * 2) + 1)))])
                .Build();
            var file = Path.Combine(Toolchain.Scratch(), "mapping.covmapping");
            File.WriteAllBytes(file, TestFormat(sections));
            var mapping = SyntheticMapping.Load(sections);
            mapping.Diagnostics.ShouldBeEmpty();
            var summarizer = new CoverageSummarizer(mapping, new LlvmRelease(major), TestContext.Current.CancellationToken);
            for (var run = 0; run < 3; run++)
            {
                var profile = Profile(random);

                var ours = summarizer.Summarize(profile);

                var theirs = tools.Summarize(profile, [file]);
                ours.Files.Select(f => f.Path).ShouldBe(theirs.Files.Select(f => f.Path), $"LLVM {major}, seed {seed}");
                foreach (var (our, their) in ours.Files.Zip(theirs.Files))
                {
                    our.ShouldBe(their, $"LLVM {major}, seed {seed}");
                }

                ours.Totals.ShouldBe(theirs.Totals);
            }
        }
    }

    private static TextCounters Profile(Random random)
    {
        var text = new StringBuilder();
        for (var i = 0; i < Functions; i++)
        {
            if (random.Next(5) != 0)
            {
                var count = random.Next(8) == 0 ? Counters - 2 : Counters;
                var hash = (ulong)i + 1;
                hash = random.Next(20) switch
                {
                    0 => hash + 1,
                    1 => hash ^ (1UL << 60),
                    _ => hash,
                };
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"function{i}\n{hash}\n{count}\n");
                text.AppendJoin('\n', Enumerable.Range(0, count).Select(_ => random.Next(4))).Append("\n\n");
            }
        }

        return TextCounters.Parse(text.ToString());
    }

    /// <summary>A function in file <paramref name="file"/> that expands something of the next file, and something of its own file inside that.</summary>
    private static byte[] Mapping(Random random, int file)
    {
        if (random.Next(12) == 0)
        {
            return Function([file], [], [Region.Code(random.Next(2) == 0 ? 0 : Counter(1), 3, 1, 5, 2)]);
        }

        (uint, uint)[] expressions = [(Count(random, 0), Count(random, 0)), (Count(random, 1), Sum(0)), (Difference(1), Count(random, 0))];
        if (random.Next(3) == 0)
        {
            return Function([file], expressions, Regions(random, null));
        }

        return Function([file, file + 1, file], expressions, Regions(random, 1), Regions(random, random.Next(2) == 0 ? 2U : null), Regions(random, null));
    }

    private static uint Count(Random random, int expressions) => random.Next(6) switch
    {
        0 => 0,
        1 when expressions > 0 => Sum((uint)random.Next(expressions)),
        2 when expressions > 0 => Difference((uint)random.Next(expressions)),
        _ => Counter((uint)random.Next(Counters)),
    };

    private static Region[] Regions(Random random, uint? expanded)
    {
        var result = new List<Region> { Region.Code(Count(random, 3), 1, 1, 7, 3) };
        if (expanded is { } target)
        {
            result.Add(Region.Expansion(target, 2, 2, 3, 1));
        }

        for (var i = random.Next(0, 9); i > 0; i--)
        {
            uint[] lines = [(uint)random.Next(1, 8), (uint)random.Next(1, 8)];
            uint[] columns = [(uint)random.Next(1, 5), (uint)random.Next(1, 5)];
            Array.Sort(lines);
            if (lines[0] == lines[1])
            {
                Array.Sort(columns);
            }

            result.Add(random.Next(7) switch
            {
                0 => Region.Gap(Count(random, 3), lines[0], columns[0], lines[1], columns[1]),
                1 => Region.Skipped(lines[0], columns[0], lines[1], columns[1]),
                2 or 3 => Region.Branch(Count(random, 3), Count(random, 3), lines[0], columns[0], lines[1], columns[1]),
                _ => Region.Code(Count(random, 3), lines[0], columns[0], lines[1], columns[1]),
            });
        }

        return [.. result.OrderBy(r => r.StartLine)];
    }

    /// <summary>"llvmcovm", "testdata", names with size and address, map, records; the last two start at multiples of 8.</summary>
    private static byte[] TestFormat(MappingSections sections)
    {
        var result = new List<byte>();
        result.AddRange("llvmcovmtestdata"u8);
        result.AddRange(new MappingBytes().Number((ulong)sections.Names.Length).Number(0).Bytes(sections.Names).ToArray());
        foreach (var part in new[] { sections.CoverageMap, sections.FunctionRecords })
        {
            while (result.Count % 8 != 0)
            {
                result.Add(0);
            }

            result.AddRange(part);
        }

        return [.. result];
    }
}
