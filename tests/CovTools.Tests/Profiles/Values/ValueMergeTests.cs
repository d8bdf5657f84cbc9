using CovTools.Profiles;

namespace CovTools.Tests.Profiles.Values;

public sealed class ValueMergeTests
{
    [Fact]
    public void TheFirstRecordIsScaledOrderedAndCut()
    {
        var values = Sizes([.. Enumerable.Range(0, 300).Select(i => new ValueCount((ulong)i, (ulong)i))]);

        var first = ValueMerge.First(values, 3, out var issues).ShouldNotBeNull().Sites(ValueKind.MemoryOperationSize)[0];

        issues.ShouldBe(MergeIssues.None);
        first.Count.ShouldBe(ValueMerge.MaximumValues);
        first[0].ShouldBe(new ValueCount(299, 897));
        first[^1].ShouldBe(new ValueCount(45, 135));
    }

    [Fact]
    public void EqualValuesAreAddedWithTheWeightAndNewOnesWithoutIt()
    {
        var sum = ValueMerge.First(Sizes(new ValueCount(1, 10), new ValueCount(2, 20)), 1, out _);

        var merged = ValueMerge.Add(sum, Sizes(new ValueCount(2, 5), new ValueCount(3, 100)), 4, out var issues);

        issues.ShouldBe(MergeIssues.None);
        merged.ShouldNotBeNull().Sites(ValueKind.MemoryOperationSize)[0].ShouldBe([new ValueCount(3, 100), new ValueCount(2, 40), new ValueCount(1, 10)]);
    }

    [Fact]
    public void EqualCountsStayInTheOrderOfTheirValues()
    {
        var sum = ValueMerge.First(Sizes(new ValueCount(9, 1), new ValueCount(4, 1)), 1, out _);

        sum.ShouldNotBeNull().Sites(ValueKind.MemoryOperationSize)[0].ShouldBe([new ValueCount(9, 1), new ValueCount(4, 1)]);
        ValueMerge.Add(sum, Sizes(new ValueCount(5, 1)), 1, out _).ShouldNotBeNull().Sites(ValueKind.MemoryOperationSize)[0].ShouldBe([new ValueCount(4, 1), new ValueCount(5, 1), new ValueCount(9, 1)]);
    }

    [Fact]
    public void SumsStopAtTheLargestNumber()
    {
        var sum = ValueMerge.First(Sizes(new ValueCount(1, ulong.MaxValue - 1)), 2, out var first);
        var merged = ValueMerge.Add(sum, Sizes(new ValueCount(1, 1)), 1, out var second);

        first.ShouldBe(MergeIssues.CounterOverflow);
        second.ShouldBe(MergeIssues.CounterOverflow);
        merged.ShouldNotBeNull().Sites(ValueKind.MemoryOperationSize)[0].ShouldBe([new ValueCount(1, ulong.MaxValue)]);
    }

    [Fact]
    public void AKindWithAnotherNumberOfSitesStaysAsItIs()
    {
        var sum = ValueMerge.First(new ValueProfile([One(7, 1)], [One(1, 10)], []), 1, out _);

        var merged = ValueMerge.Add(sum, new ValueProfile([One(7, 2), []], [One(1, 5)], []), 1, out var issues).ShouldNotBeNull();

        issues.ShouldBe(MergeIssues.ValueSiteMismatch);
        merged.Sites(ValueKind.IndirectCallTarget).Count.ShouldBe(1);
        merged.Sites(ValueKind.IndirectCallTarget)[0].ShouldBe([new ValueCount(7, 1)]);
        merged.Sites(ValueKind.MemoryOperationSize)[0].ShouldBe([new ValueCount(1, 15)]);
    }

    [Fact]
    public void ARecordWithoutValuesBesideOneWithThemIsAMismatch()
    {
        var values = Sizes(new ValueCount(1, 1));

        ValueMerge.Add(null, values, 1, out var missing).ShouldBeNull();
        ValueMerge.Add(values, null, 1, out var dropped).ShouldBeSameAs(values);
        ValueMerge.Add(null, new ValueProfile([], [], []), 1, out var nothing).ShouldBeNull();

        missing.ShouldBe(MergeIssues.ValueSiteMismatch);
        dropped.ShouldBe(MergeIssues.ValueSiteMismatch);
        nothing.ShouldBe(MergeIssues.None);
    }

    private static ValueCount[] One(ulong value, ulong count) => [new ValueCount(value, count)];

    private static ValueProfile Sizes(params ValueCount[] values) => new([], [values], []);
}
