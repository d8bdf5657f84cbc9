using CovTools.Coverage;

namespace CovTools.Tests.Coverage;

public sealed class LineSetTests
{
    [Fact]
    public void ALineCountsOnceAndIsCoveredWhenAnyoneCoversIt()
    {
        var random = new Random(5);
        var set = new LineSet();
        var expected = new Dictionary<uint, bool>();
        for (var i = 0; i < 5_000; i++)
        {
            var (line, isCovered) = ((uint)random.Next(1, 3_000), random.Next(3) == 0);
            set.Add(line, isCovered);
            expected[line] = expected.GetValueOrDefault(line) || isCovered;
        }

        set.Totals.ShouldBe(new Metric(expected.Values.Count(static covered => covered), expected.Count));
        set.Covered.ShouldBe(expected.Where(static pair => pair.Value).Select(static pair => pair.Key), ignoreOrder: true);
    }
}
