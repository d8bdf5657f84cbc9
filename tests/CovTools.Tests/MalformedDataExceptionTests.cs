namespace CovTools.Tests;

public sealed class MalformedDataExceptionTests
{
    [Fact]
    public void MessageNamesFileOffsetAndReason()
    {
        var exception = new MalformedDataException("a.profraw", 16, "bad magic");

        exception.Message.ShouldBe("a.profraw: offset 0x10: bad magic");
    }
}
