using CovTools.Mapping;
using static CovTools.Tests.Mapping.MappingBytes;

namespace CovTools.Tests.Mapping;

public sealed class CoverageMappingTests
{
    private static readonly string[] s_files = ["/src", "a.c", "../inc/./b.h", "/abs/c.h"];
    private static readonly byte[] s_dummy = Function(Region.Code(0, 1, 1, 1, 9));
    private static readonly byte[] s_real = Function(Region.Code(Counter(0), 1, 1, 3, 9), Region.Code(Counter(1), 2, 1, 2, 5));

    public static TheoryData<int, bool, bool, bool> Formats
    {
        get
        {
            var formats = new TheoryData<int, bool, bool, bool>();
            foreach (var version in Enumerable.Range(1, 7))
            {
                formats.Add(version, false, true, false);
                formats.Add(version, true, true, true);
                formats.Add(version, false, false, true);
                formats.Add(version, true, false, false);
            }

            return formats;
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void EveryVersionByteOrderAndAddressWidthIsRead(int version, bool bigEndian, bool is64Bit, bool compressed)
    {
        var synthetic = new SyntheticMapping { Version = version, BigEndian = bigEndian, Is64Bit = is64Bit, Compressed = compressed && version >= 2 }
            .Unit(s_files, new("first", 11, s_real), new("a.c:second", 0xfedc_ba98_7654_3210, s_dummy))
            .Unit(["/other", "d.c"], new SyntheticMapping.Function("third", 33, s_real));

        var mapping = synthetic.Load();

        mapping.Diagnostics.ShouldBeEmpty();
        mapping.Functions.Select(f => f.FunctionHash).ShouldBe([11UL, 0xfedc_ba98_7654_3210, 33UL]);
        Enumerable.Range(0, 3).Select(mapping.NameOf).ShouldBe(["first", "a.c:second", "third"]);
        var function = new FunctionMapping();
        mapping.Decode(2, function);
        mapping.Files[function.Files[0]].ShouldBe(version >= 6 ? "/other/d.c" : "d.c");
        function.Regions.Length.ShouldBe(2);
        function.Regions[1].Count.ShouldBe(CovTools.Mapping.Counter.Value(1));
        (function.Regions[1].StartLine, function.Regions[1].EndColumn).ShouldBe((2U, 5U));
    }

    [Fact]
    public void RelativeFilesAreJoinedWithTheCompilersDirectory() =>
        new SyntheticMapping().Unit(s_files, new SyntheticMapping.Function("f", 1, s_real)).Load()
            .Files.ShouldBe(["/src", "/src/a.c", "/inc/b.h", "/abs/c.h"]);

    [Fact]
    public void AGivenDirectoryReplacesTheCompilers() =>
        SyntheticMapping.Load(new SyntheticMapping().Unit(s_files, new SyntheticMapping.Function("f", 1, s_real)).Build("x", "/home/me"))
            .Files.ShouldBe(["/src", "/home/me/a.c", "/home/inc/b.h", "/abs/c.h"]);

    [Fact]
    public void TheFirstRecordOfANameStays()
    {
        var mapping = new SyntheticMapping().Unit(s_files, new("f", 1, s_real), new("f", 2, s_real)).Load();

        mapping.Functions.Single().FunctionHash.ShouldBe(1UL);
    }

    [Fact]
    public void ARealRecordTakesThePlaceOfADummy()
    {
        var mapping = new SyntheticMapping().Unit(s_files, new("f", 0, s_dummy), new("g", 3, s_real), new("f", 0, s_dummy), new("f", 2, s_real), new("f", 4, s_real)).Load();

        mapping.Functions.Select(f => f.FunctionHash).ShouldBe([2UL, 3UL]);
    }

    [Fact]
    public void RecordsOfSeveralObjectsAreAllKept()
    {
        var one = new SyntheticMapping().Unit(s_files, new SyntheticMapping.Function("f", 1, s_real)).Build("one.so");
        var two = new SyntheticMapping { Version = 3 }.Unit(["x.c", "y.c"], new SyntheticMapping.Function("f", 2, s_real)).Build("two.so");

        var mapping = SyntheticMapping.Load(one, two);

        mapping.Functions.Select(f => (f.ObjectIndex, f.FunctionHash)).ShouldBe([(0, 1UL), (1, 2UL)]);
    }

    [Fact]
    public void EqualFileNamesOfTwoUnitsAreShared()
    {
        var mapping = new SyntheticMapping().Unit(s_files, new SyntheticMapping.Function("f", 1, s_real)).Unit(s_files, new SyntheticMapping.Function("g", 1, s_real)).Load();

        mapping.Functions.Count.ShouldBe(2);
        mapping.Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void ADamagedFunctionCostsItselfAndIsReported()
    {
        byte[] damaged = [.. s_real[..^1], 0xff];
        var mapping = new SyntheticMapping().Unit(s_files, new("f", 1, s_real), new("broken", 2, damaged), new("g", 3, s_real)).Load();

        mapping.Functions.Select(f => f.FunctionHash).ShouldBe([1UL, 3UL]);
        mapping.NameOf(1).ShouldBe("g");
        var diagnostic = mapping.Diagnostics.ShouldHaveSingleItem();
        diagnostic.Function.ShouldBe("broken");
        diagnostic.Source.ShouldBe("lib.so(__llvm_covfun)");
        diagnostic.Offset.ShouldBe(48 + 28 + damaged.Length - 1);
        diagnostic.ToString().ShouldBe("lib.so(__llvm_covfun): offset 0x59: broken: a number goes past the end");
    }

    [Fact]
    public void AFunctionWhoseFilesOrNameAreUnknownIsReported()
    {
        var synthetic = new SyntheticMapping().Unit(s_files, new("f", 1, s_real), new("g", 2, s_real, FilesKey: 0xabc));
        var whole = synthetic.Build();
        var withoutNames = new MappingSections("lib.so", whole.CoverageMap, whole.FunctionRecords, [3, 0, (byte)'x', (byte)'y', (byte)'z']);

        synthetic.Load().Diagnostics.ShouldHaveSingleItem().Reason.ShouldBe("no map has the file names 0x0000000000000abc");
        SyntheticMapping.Load(withoutNames).Diagnostics.Select(d => d.Reason).ShouldBe(["its name is not in the names section", "its name is not in the names section"]);
    }

    [Fact]
    public void ObjectsWithoutCoverageAreReportedAndThrowOnlyWhenThereIsNothingElse()
    {
        var empty = new MappingSections("empty.so", [], [], []);
        var full = new SyntheticMapping().Unit(s_files, new SyntheticMapping.Function("f", 1, s_real)).Build();

        SyntheticMapping.Load(empty, full).Diagnostics.ShouldHaveSingleItem().Source.ShouldBe("empty.so");
        Should.Throw<MalformedDataException>(() => SyntheticMapping.Load(empty)).Message.ShouldBe("empty.so: no coverage data found");
    }

    [Theory]
    [InlineData(12, 7, "unsupported coverage mapping version 8")]
    [InlineData(8, 1, "a size for them")]
    [InlineData(4, 200, "bytes, ")]
    [InlineData(16, 0, "there are no file names")]
    [InlineData(16, 127, "127 file names cannot fit")]
    public void DamagedHeadersNameTheObjectTheOffsetAndTheReason(int offset, byte value, string reason)
    {
        var sections = new SyntheticMapping().Unit(s_files, new SyntheticMapping.Function("f", 1, s_real)).Build();
        sections.CoverageMap[offset] = value;

        var exception = Should.Throw<MalformedDataException>(() => SyntheticMapping.Load(sections));

        exception.File.ShouldBe("lib.so(__llvm_covmap)");
        exception.Offset.ShouldBeInRange(0, sections.CoverageMap.Length);
        exception.Reason.ShouldContain(reason);
    }

    [Fact]
    public void ARecordThatGoesPastItsSectionIsMalformed()
    {
        var sections = new SyntheticMapping().Unit(s_files, new("f", 1, s_real), new("g", 1, s_real)).Build();
        sections.FunctionRecords[48 + 8] = 0xf0;

        Should.Throw<MalformedDataException>(() => SyntheticMapping.Load(sections)).Message.ShouldStartWith("lib.so(__llvm_covfun): offset 0x30: a function's mapping needs 240 bytes");
    }
}
