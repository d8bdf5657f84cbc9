using CovTools.Coverage;
using CovTools.Mapping;
using CovTools.Reports;

namespace CovTools.Tests.Reports;

public sealed class LineBranchesTests
{
    private const int Main = 0;

    [Fact]
    public void ConditionsOfTheMainFileAreOnTheirLinesFromLeftToRight()
    {
        var branches = LineBranches.Of([Function([], Branch(Main, 7, 20, 1, 0), Branch(Main, 7, 5, 3, 4), Branch(Main, 9, 1, 0, 0))]);

        branches.At(7).ToArray().ShouldBe([new LineCondition(3, 4), new LineCondition(1, 0)]);
        branches.At(8).Length.ShouldBe(0);
        branches.At(9).ToArray().ShouldBe([new LineCondition(0, 0)]);
        branches.At(uint.MaxValue).Length.ShouldBe(0);
        branches.Totals.ShouldBe(new Metric(3, 6));
    }

    [Fact]
    public void ConditionsInsideMacrosAreWhereTheOutermostMacroIsUsed()
    {
        // File 2 is expanded in file 1, which is expanded in the function; the inner expansion stands first in the mapping.
        var branches = LineBranches.Of([Function([Expansion(1, 2, 101, 3), Expansion(Main, 1, 12, 9)], Branch(2, 200, 1, 5, 6), Branch(1, 100, 1, 7, 0), Branch(Main, 12, 1, 1, 1))]);

        branches.At(12).ToArray().ShouldBe([new LineCondition(1, 1), new LineCondition(5, 6), new LineCondition(7, 0)]);
        branches.At(100).Length.ShouldBe(0);
        branches.At(200).Length.ShouldBe(0);
    }

    [Fact]
    public void TwoUsesOfAMacroAreTwoConditionsAndTwoConditionsOfOneUseToo()
    {
        var branches = LineBranches.Of(
            [Function([Expansion(Main, 1, 12, 9), Expansion(Main, 2, 13, 9)], Branch(1, 100, 1, 1, 0), Branch(1, 100, 8, 0, 1), Branch(2, 100, 1, 0, 0), Branch(2, 100, 8, 0, 0))]);

        branches.At(12).ToArray().ShouldBe([new LineCondition(1, 0), new LineCondition(0, 1)]);
        branches.At(13).ToArray().ShouldBe([new LineCondition(0, 0), new LineCondition(0, 0)]);
    }

    [Fact]
    public void InstantiationsOfAFunctionShareTheirConditions()
    {
        var first = Function([Expansion(Main, 1, 5, 2)], Branch(Main, 4, 1, 2, 0), Branch(1, 90, 1, ulong.MaxValue, 0));
        var second = Function([Expansion(Main, 1, 5, 2)], Branch(Main, 4, 1, 1, 3), Branch(1, 90, 1, 1, 0));

        var branches = LineBranches.Of([first, second]);

        branches.At(4).ToArray().ShouldBe([new LineCondition(3, 3)]);
        branches.At(5).ToArray().ShouldBe([new LineCondition(ulong.MaxValue, 0)]);
        branches.Totals.ShouldBe(new Metric(3, 4));
    }

    [Fact]
    public void TextThatIsCompiledSeveralTimesInAFunctionIsSeveralConditions()
    {
        // Arguments of macros lie in the file itself; a macro in an argument is expanded once for each use of the argument.
        CountedRegion[] expansions = [Expansion(Main, 1, 5, 2), Expansion(Main, 2, 5, 2)];
        var function = Function(expansions, Branch(Main, 4, 1, 2, 0), Branch(Main, 4, 1, 0, 1), Branch(1, 90, 1, 0, 0), Branch(2, 90, 1, 1, 1));

        var branches = LineBranches.Of([function, function]);

        branches.At(4).ToArray().ShouldBe([new LineCondition(4, 0), new LineCondition(0, 2)]);
        branches.At(5).ToArray().ShouldBe([new LineCondition(0, 0), new LineCondition(2, 2)]);
    }

    [Fact]
    public void ConstantOutcomesDoNotCount()
    {
        var half = Branch(Main, 4, 1, 0, 9) with { IsTrueFolded = true };
        var whole = Branch(Main, 5, 1, 0, 0) with { IsTrueFolded = true, IsFalseFolded = true };

        var branches = LineBranches.Of([Function([], half, whole)]);

        branches.At(4).ToArray().ShouldBe([new LineCondition(null, 9)]);
        branches.At(5).Length.ShouldBe(0);
        branches.Totals.ShouldBe(new Metric(1, 1));
    }

    [Fact]
    public void ExpansionsInACircleOrOutOfRangeEnd()
    {
        var branches = LineBranches.Of(
            [Function([Expansion(Main, 1, 3, 1), Expansion(1, 2, 4, 1), Expansion(2, 1, 5, 1), Expansion(2, Main, 5, 1), Expansion(1, 99, 6, 1)], Branch(2, 50, 1, 1, 1), Branch(77, 1, 1, 1, 1))]);

        branches.At(3).ToArray().ShouldBe([new LineCondition(1, 1)]);
        branches.Totals.Total.ShouldBe(2);
    }

    [Fact]
    public void TimeGrowsLinearlyWithNestedAndRepeatedExpansions()
    {
        const int Depth = 60_000;
        var files = Enumerable.Range(0, Depth + 1).Select(_ => "/a.c").ToList();
        // Each file expands the next one twice: 2^60000 ways to get to the last one.
        var regions = Enumerable.Range(0, Depth).SelectMany(i => new[] { Expansion(i, i + 1, (uint)i + 1, 1), Expansion(i, i + 1, (uint)i + 1, 9) }).ToList();
        var function = new FunctionCoverage(0, "f", files, regions, [Branch(Depth, 500, 1, 1, 0)], [], Main);

        LineBranches.Of([function]).At(1).ToArray().ShouldBe([new LineCondition(1, 0)]);
    }

    [Fact]
    public void AFunctionWithoutMainFileHasNoConditions() =>
        LineBranches.Of([Function([], Branch(Main, 1, 1, 1, 1)) with { MainFileId = -1 }]).Totals.Total.ShouldBe(0);

    private static FunctionCoverage Function(CountedRegion[] expansions, params CountedBranch[] branches) =>
        new(0, "f", ["/a.c", "/a.c", "/m.h"], expansions, branches, [], Main);

    private static CountedRegion Expansion(int file, int expanded, uint line, uint column) => new(line, column, line, column + 4, 1, file, expanded, RegionKind.Expansion);

    private static CountedBranch Branch(int file, uint line, uint column, ulong whenTrue, ulong whenFalse) =>
        new(line, column, line, column + 3, whenTrue, whenFalse, file, 0, RegionKind.Branch, false, false);
}
