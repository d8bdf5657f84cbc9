using CovTools.Mapping;
using static CovTools.Tests.Mapping.MappingBytes;

namespace CovTools.Tests.Mapping;

public sealed class FunctionMappingReaderTests
{
    public static TheoryData<string, byte[]> Damaged => new()
    {
        { "file index 9", Function([9], [], [Region.Code(1, 1, 1, 1, 2)]) },
        { "counter expression 0 of 0", Function(Region.Code(Sum(0), 1, 1, 1, 2)) },
        { "refers to itself", Function([1], [(Sum(1), 0), (0, Difference(0))], [Region.Code(1, 1, 1, 1, 2)]) },
        { "refers to itself", Function([1], [(Sum(0), Counter(1))], [Region.Code(1, 1, 1, 1, 2)]) },
        { "expansion of file id 1 of 1", Function(Region.Expansion(1, 1, 1, 1, 2)) },
        { "unknown region kind 1", Function(new Region([1 << 3], 1, 1, 1, 2)) },
        { "unknown region kind 7", Function(new Region([7 << 3], 1, 1, 1, 2)) },
        { "a condition has id zero", Function(new Region([6 << 3, 1, 1, 0, 0, 0], 1, 1, 1, 2)) },
        { "number of conditions", Function(new Region([5 << 3, 1, 0x7fff], 1, 1, 1, 2)) },
        { "before its start", Function(Region.Code(1, 1, 5, 1, 4)) },
        { "region head", Function(new Region([0xffff_ffff], 1, 1, 1, 2)) },
        { "end column", Function(Region.Code(1, 1, 1, 1, 0xffff_ffff)) },
        { "the function has no regions", Function(new Region[0]) },
        { "file ids cannot fit", [0x7f, 1] },
        { "counter expressions cannot fit", [1, 1, 3, 0, 0, 0] },
        { "regions cannot fit", [1, 1, 0, 9, 1, 1] },
        { "more than 64 bits", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f] },
        { "past the end", [] },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void DamageIsNamedWithItsPlace(string reason, byte[] bytes)
    {
        var failure = FunctionMappingReader.Read(bytes, [0, 1, 2], new FunctionMapping());

        failure.ShouldNotBeNull().Reason.ShouldContain(reason);
        failure.Value.Offset.ShouldBeInRange(0, bytes.Length);
    }

    [Fact]
    public void AllKindsOfRegionsAreDecoded()
    {
        var function = Read(Function(
            Region.Code(Counter(3), 2, 1, 9, 2),
            Region.Skipped(3, 1, 4, 1),
            Region.Gap(Counter(1), 5, 2, 6, 3),
            Region.Branch(Counter(1), 0, 7, 1, 7, 8),
            new Region([5 << 3, 12, 2], 7, 1, 7, 9),
            new Region([6 << 3, Counter(4), Counter(5), 1, 2, 0], 7, 1, 7, 8),
            Region.Code(0, 8, 0, 8, 0)));

        function.Regions.ToArray().Select(r => r.Kind).ShouldBe(
            [RegionKind.Code, RegionKind.Skipped, RegionKind.Gap, RegionKind.Branch, RegionKind.McdcDecision, RegionKind.McdcBranch, RegionKind.Code]);
        function.Regions[2].EndColumn.ShouldBe(3U);
        function.Regions[3].FalseCount.IsZero.ShouldBeTrue();
        (function.Regions[4].BitmapIndex, function.Regions[4].ConditionCount).ShouldBe((12U, 2));
        (function.Regions[5].ConditionId, function.Regions[5].TrueNextId, function.Regions[5].FalseNextId).ShouldBe((0, 1, -1));
        (function.Regions[6].StartColumn, function.Regions[6].EndColumn).ShouldBe((1U, uint.MaxValue));
    }

    [Fact]
    public void ExpressionsMayReferForwardAndTheReferenceSaysWhetherTheyAddOrSubtract()
    {
        var function = Read(Function([1], [(Sum(2), Counter(1)), (Counter(0), Counter(1)), (Counter(2), Counter(3))], [Region.Code(Difference(0), 1, 1, 2, 2), Region.Code(Sum(1), 1, 2, 1, 3)]));

        function.Expressions.ToArray().Select(e => e.Subtract).ShouldBe([true, false, false]);
        var order = function.EvaluationOrder.ToArray();
        order.Order().ShouldBe([0, 1, 2]);
        Array.IndexOf(order, 2).ShouldBeLessThan(Array.IndexOf(order, 0));
    }

    [Fact]
    public void ExpansionsTakeTheCounterOfTheFirstRegionThatTheyLeadTo()
    {
        var function = Read(Function(
            [1, 1, 2],
            [],
            [Region.Code(Counter(0), 1, 1, 9, 1), Region.Expansion(1, 2, 1, 2, 5)],
            [Region.Expansion(2, 20, 1, 20, 9), Region.Code(Counter(7), 20, 1, 20, 9)],
            [Region.Code(Counter(5), 30, 1, 30, 9)]));

        function.Regions[1].Count.ShouldBe(CovTools.Mapping.Counter.Value(5));
        function.Regions[2].Count.ShouldBe(CovTools.Mapping.Counter.Value(5));
    }

    [Fact]
    public void ExpansionsThatLeadToThemselvesCountZero()
    {
        var function = Read(Function([1, 1], [], [Region.Expansion(1, 1, 1, 1, 2)], [Region.Expansion(0, 2, 1, 2, 2)]));

        function.Regions.ToArray().ShouldAllBe(r => r.Count.IsZero);
    }

    [Fact]
    public void LongChainsTakeLinearTimeAndNoStack()
    {
        const int Length = 200_000;
        var expressions = Enumerable.Range(0, Length).Select(i => (i + 1 < Length ? Sum((uint)i + 1) : Counter(0), Counter(1))).ToArray();
        var files = Enumerable.Repeat(1, Length).ToArray();
        var regions = Enumerable.Range(0, Length).Select(i => new[] { i + 1 < Length ? Region.Expansion((uint)i + 1, 1, 1, 1, 2) : Region.Code(Counter(1), 1, 1, 1, 2) }).ToArray();
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var function = Read(Function(files, expressions, regions));

        function.EvaluationOrder.Length.ShouldBe(Length);
        function.Regions[0].Count.ShouldBe(CovTools.Mapping.Counter.Value(1));
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    private static FunctionMapping Read(byte[] bytes)
    {
        var function = new FunctionMapping();
        FunctionMappingReader.Read(bytes, [0, 1, 2], function).ShouldBeNull();
        return function;
    }
}
