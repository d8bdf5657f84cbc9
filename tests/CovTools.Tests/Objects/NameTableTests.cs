using System.Text;
using CovTools.Objects;

namespace CovTools.Tests.Objects;

public sealed class NameTableTests
{
    [Fact]
    public void HashIsTheStartOfTheMd5() => NameHash.Compute("foo"u8).ShouldBe(0x5CF8C24CDB18BDACUL);

    [Fact]
    public void ChunksOfSeveralObjectsAndTheirPaddingAreRead()
    {
        byte[] section = [0, 5, 0, (byte)'a', 1, (byte)'b', (byte)'b', (byte)'b', 0, 0, 1, 0, (byte)'c', 0];

        var names = NameTable.Read(section, "x", 0);

        names.Names.Values.Select(name => Encoding.ASCII.GetString(name.Span)).ShouldBe(["a", "bbb", "c"]);
        names.TryGetName(NameHash.Compute("bbb"u8), out _).ShouldBeTrue();
        names.TryGetName(1, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(new byte[] { 9, 0, 65 }, "past the end")]
    [InlineData(new byte[] { 2, 0, 1, 65 }, "empty")]
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
