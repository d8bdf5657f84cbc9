using CovTools.Coverage;

namespace CovTools.Tests.Coverage.Mcdc;

public sealed class DecisionDiagramTests
{
    private readonly DecisionDiagram _diagram = new();

    [Theory]
    [InlineData("-1,1 -1,-1", 3)]
    [InlineData("2,1 2,-1 -1,-1", 5)]
    [InlineData("-1,-1", 2)]
    public void WaysThroughADecisionHaveDifferentNumbers(string edges, int ways)
    {
        Load(edges);

        _diagram.TryNumber().ShouldBeTrue();
        _diagram.VectorCount.ShouldBe(ways);
        Numbers(0, 0).Order().ShouldBe(Enumerable.Range(0, ways));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1,1 0,-1")]
    [InlineData("1,-1 2,-1 1,-1")]
    [InlineData("-1,-1 -1,-1")]
    [InlineData("7,-1 -1,-1")]
    [InlineData("-2,-1")]
    public void ConditionsThatGoBackOrNowhereAreNoDecision(string edges)
    {
        Load(edges);

        _diagram.TryNumber().ShouldBeFalse();
    }

    [Fact]
    public void ManyWaysAreRefusedBeforeTheyAreWalked()
    {
        // Each pair of conditions doubles the ways: 2^100 of them.
        Load(string.Join(' ', Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? $"{i + 1},{Next(i)}" : $"{Next(i - 1)},{Next(i - 1)}")));

        _diagram.TryNumber().ShouldBeFalse();

        static int Next(int even) => even + 2 < 100 ? even + 2 : -1;
    }

    [Fact]
    public void ALongChainIsWalkedWithoutRecursion()
    {
        const int Conditions = 5000;
        Load(string.Join(' ', Enumerable.Range(0, Conditions).Select(i => $"-1,{(i + 1 < Conditions ? i + 1 : -1)}")));
        var bitmap = new byte[(Conditions / 8) + 1];
        Array.Fill(bitmap, (byte)0xff);
        var vectors = new TestVectorSet();

        _diagram.TryNumber().ShouldBeTrue();
        _diagram.VectorCount.ShouldBe(Conditions + 1);
        DecisionBits.TryFind(_diagram, Conditions + 1, bitmap, isMasked: false, out var bits).ShouldBeTrue();
        vectors.TryFind(_diagram, [.. Enumerable.Range(0, Conditions)], bits, executed: true, McdcVectorOrder.Index).ShouldBeTrue();
        vectors.FindPairs(McdcVectorOrder.Index);

        vectors.Count.ShouldBe(Conditions + 1);
        vectors.PairCount.ShouldBe(Conditions);
    }

    [Theory]
    [InlineData(2U, 1, false, false)]
    [InlineData(3U, 1, false, true)]
    [InlineData(8U, 1, false, true)]
    [InlineData(9U, 1, false, false)]
    [InlineData(uint.MaxValue, 1, false, false)]
    [InlineData(0U, 1, true, true)]
    [InlineData(1U, 1, true, false)]
    [InlineData(uint.MaxValue, 0, true, true)]
    public void BitsOutsideOfTheBitmapAreRefused(uint bitmapIndex, int bytes, bool isMasked, bool fits)
    {
        Load("-1,1 -1,-1");
        _diagram.TryNumber().ShouldBeTrue();

        DecisionBits.TryFind(_diagram, bitmapIndex, new byte[bytes], isMasked, out _).ShouldBe(fits);
    }

    private void Load(string edges)
    {
        var pairs = edges.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _diagram.Start(pairs.Length);
        for (var i = 0; i < pairs.Length; i++)
        {
            var parts = pairs[i].Split(',');
            _diagram.Next[i * 2] = int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture);
            _diagram.Next[(i * 2) + 1] = int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private IEnumerable<int> Numbers(int id, int offset)
    {
        for (var edge = id * 2; edge < (id * 2) + 2; edge++)
        {
            var reached = offset + _diagram.Offsets[edge];
            foreach (var number in _diagram.Next[edge] < 0 ? [reached] : Numbers(_diagram.Next[edge], reached))
            {
                yield return number;
            }
        }
    }
}
