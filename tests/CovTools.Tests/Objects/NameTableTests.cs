using System.Text;
using CovTools.Objects;
using FsCheck;
using FsCheck.Fluent;

namespace CovTools.Tests.Objects;

public sealed class NameTableTests
{
    [Fact]
    public void HashIsTheStartOfTheMd5() => NameHash.Compute("foo"u8).ShouldBe(0x5CF8C24CDB18BDACUL);

    [Fact]
    public void ManyHashesAreThoseOfTheSingleNames() =>
        Prop.ForAll<byte[][]>(arrays =>
        {
            ReadOnlyMemory<byte>[] names = [.. arrays.Select(array => new ReadOnlyMemory<byte>(array ?? []))];

            return NameHash.ComputeAll(names).SequenceEqual(names.Select(name => NameHash.Compute(name.Span)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void NamesOfEveryLengthAreHashed()
    {
        ReadOnlyMemory<byte>[] names = [.. Enumerable.Range(0, 20_000).Select(i => new ReadOnlyMemory<byte>([.. Enumerable.Range(0, i % 1300).Select(j => (byte)(i + (j * 7)))]))];

        NameHash.ComputeAll(names).ShouldBe(names.Select(name => NameHash.Compute(name.Span)));
    }

    [Fact]
    public void ChunksOfSeveralObjectsAndTheirPaddingAreRead()
    {
        byte[] section = [0, 5, 0, (byte)'a', 1, (byte)'b', (byte)'b', (byte)'b', 0, 0, 1, 0, (byte)'c', 0];

        var names = NameTable.Read(section, "x", 0);

        names.Names.Values.Select(name => Encoding.ASCII.GetString(name.Span)).ShouldBe(["a", "bbb", "c"]);
        names.TryGetName(NameHash.Compute("bbb"u8), out _).ShouldBeTrue();
        names.TryGetName(1, out _).ShouldBeFalse();
    }

    [Fact]
    public void RepeatedNamesCountOnce()
    {
        var names = NameTable.Read([7, 0, .. "a\u0001b\u0001a\u0001c"u8], "x", 0);

        names.Count.ShouldBe(3);
        names.InOrder.Count.ShouldBe(4);
        names.Names.Select(pair => (pair.Key, Encoding.ASCII.GetString(pair.Value.Span)))
            .ShouldBe([(NameHash.Compute("a"u8), "a"), (NameHash.Compute("b"u8), "b"), (NameHash.Compute("c"u8), "c")]);
    }

    [Fact]
    public void EveryNameOfAFullTableIsFound()
    {
        for (var count = 1; count < 70; count++)
        {
            var text = string.Join('\u0001', Enumerable.Range(0, count).Select(i => $"{i:x2}"));
            var names = NameTable.Read([(byte)(0x80 | (text.Length & 0x7f)), (byte)(text.Length >> 7), 0, .. Encoding.ASCII.GetBytes(text)], "x", 0);

            names.Count.ShouldBe(count);
            names.Names.ShouldAllBe(pair => names.ContainsKey(pair.Key));
        }
    }

    [Theory]
    [InlineData(new byte[] { 9, 0, 65 }, "past the end")]
    [InlineData(new byte[] { 2, 0, 1, 65 }, "empty")]
    [InlineData(new byte[] { 2, 0, 65, 1 }, "empty")]
    [InlineData(new byte[] { 0x80, 0, 0 }, "empty")]
    [InlineData(new byte[] { 0xff, 0xff }, "no end")]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x08, 3, 1, 2, 3 }, "cannot hold")]
    [InlineData(new byte[] { 5, 3, 1, 2, 3 }, "damaged")]
    public void DamageIsNamed(byte[] section, string reason)
    {
        var exception = Should.Throw<MalformedDataException>(() => NameTable.Read(section, "x.elf", 0x100));

        exception.File.ShouldBe("x.elf");
        exception.Offset.ShouldBeGreaterThanOrEqualTo(0x100);
        exception.Reason.ShouldContain(reason);
    }
}
