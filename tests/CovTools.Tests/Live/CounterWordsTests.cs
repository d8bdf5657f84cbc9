using System.Runtime.InteropServices;
using CovTools.Live;

namespace CovTools.Tests.Live;

public sealed class CounterWordsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1003)]
    public void VectorsGiveWhatTheDefinitionGives(int count)
    {
        var random = new Random(count);
        ulong Value() => random.Next(3) switch { 0 => 0, 1 => (ulong)random.Next(5), _ => ulong.MaxValue - (ulong)random.Next(5) };
        var now = Enumerable.Range(0, count).Select(_ => Value()).ToArray();
        var before = Enumerable.Range(0, count).Select(_ => Value()).ToArray();
        var (later, earlier) = (MemoryMarshal.AsBytes(now.AsSpan()).ToArray(), MemoryMarshal.AsBytes(before.AsSpan()).ToArray());

        CounterWords.Covered(later, 8).ShouldBe(now.Count(value => value != 0));
        CounterWords.New(later, earlier, 8).ShouldBe(now.Zip(before).Count(pair => pair.First != 0 && pair.Second == 0));
        MemoryMarshal.Cast<byte, ulong>(CounterWords.Subtract(later, earlier, 8)).ToArray()
            .ShouldBe(now.Zip(before).Select(pair => pair.First > pair.Second ? pair.First - pair.Second : 0));
    }

    [Fact]
    public void SingleBytesAreExecutedWhenTheyAreZero()
    {
        byte[] now = [0, 0, 0xff, 0xff];
        byte[] before = [0, 0xff, 0xff, 0];

        CounterWords.Covered(now, 1).ShouldBe(2);
        CounterWords.New(now, before, 1).ShouldBe(1);
        CounterWords.Subtract(now, before, 1).ShouldBe(new byte[] { 0xff, 0, 0xff, 0xff });
        CounterWords.Without([0b1100], [0b0100]).ShouldBe(new byte[] { 0b1000 });
    }
}
