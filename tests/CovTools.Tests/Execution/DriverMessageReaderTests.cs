using System.Text;
using CovTools.Execution;

namespace CovTools.Tests.Execution;

public sealed class DriverMessageReaderTests
{
    private const string Whole = "{\"event\":\"done\",\"id\":\"a\",\"outcome\":\"ok\",\"cpu\":0.5,\"output\":7,\"payload\":3}\nabc{\"event\":\"hello\",\"cpu\":\"X\"}\n";

    [Fact]
    public async Task MessagesAndTheirPayloadsAreRead()
    {
        var reader = Reader(Whole);

        var done = await reader.ReadAsync(TestContext.Current.CancellationToken);
        var hello = await reader.ReadAsync(TestContext.Current.CancellationToken);
        var end = await reader.ReadAsync(TestContext.Current.CancellationToken);

        done!.Outcome.ShouldBe("ok");
        done.CpuSeconds.ShouldBe(0.5);
        done.OutputBytes.ShouldBe(7);
        Encoding.ASCII.GetString(done.Payload.Span).ShouldBe("abc");
        hello!.CpuName.ShouldBe("X");
        end.ShouldBeNull();
    }

    [Fact]
    public async Task AStreamThatEndsInsideAMessageIsAnErrorAtEveryByte()
    {
        var firstEnd = Whole.IndexOf("abc", StringComparison.Ordinal) + 3;
        for (var length = 1; length < firstEnd; length++)
        {
            var reader = Reader(Whole[..length]);

            await Should.ThrowAsync<MalformedDataException>(async () => await reader.ReadAsync(TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("garbage\n")]
    [InlineData("null\n")]
    [InlineData("{\"event\":\"done\",\"payload\":-1}\n")]
    [InlineData("{\"event\":\"done\",\"payload\":9000000000000000000}\n")]
    public async Task WhatIsNoMessageIsAnError(string text)
    {
        var reader = Reader(text);

        await Should.ThrowAsync<MalformedDataException>(async () => await reader.ReadAsync(TestContext.Current.CancellationToken));
    }

    private static DriverMessageReader Reader(string text) => new(new MemoryStream(Encoding.ASCII.GetBytes(text)), "driver");
}
