using System.Text;
using CovTools.Containers;

namespace CovTools.Tests.Containers;

public sealed class MultiplexedOutputStreamTests
{
    private static readonly EngineCall s_call = new(HttpMethod.Post, "/containers/x/attach");

    [Fact]
    public async Task FramesAreTakenApartWhateverTheSizeOfTheReads()
    {
        var bytes = Concat(Frame(1, "abc"), Frame(2, "error"), Frame(1, string.Empty), Frame(1, "defg"), Frame(2, "!"), Frame(0, "h"));

        for (var chunk = 1; chunk <= bytes.Length; chunk++)
        {
            var error = new StringBuilder();
            using var stream = new MultiplexedOutputStream(s_call, new ChunkedStream(bytes, chunk), part => error.Append(Encoding.UTF8.GetString(part.Span)));

            (await ReadAllAsync(stream)).ShouldBe("abcdefgh");
            error.ToString().ShouldBe("error!");
        }
    }

    [Fact]
    public async Task EveryTruncationInsideAFrameIsReported()
    {
        var first = Frame(1, "abc");
        var bytes = Concat(first, Frame(2, "defg"));

        for (var length = 0; length < bytes.Length; length++)
        {
            using var stream = new MultiplexedOutputStream(s_call, new ChunkedStream(bytes[..length], 3), _ => { });
            if (length == 0 || length == first.Length)
            {
                (await ReadAllAsync(stream)).ShouldBe(length == 0 ? string.Empty : "abc");
            }
            else
            {
                var exception = await Should.ThrowAsync<ContainerEngineException>(() => ReadAllAsync(stream));
                exception.Message.ShouldContain("in the middle of a frame");
            }
        }
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(0, 255)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 128)]
    public async Task BrokenHeaderIsNamedWithItsOffset(int position, byte value)
    {
        var first = Frame(1, "abc");
        var bytes = Concat(first, Frame(1, "def"));
        bytes[first.Length + position] = value;
        using var stream = new MultiplexedOutputStream(s_call, new MemoryStream(bytes), _ => { });

        var exception = await Should.ThrowAsync<MalformedDataException>(() => ReadAllAsync(stream));

        exception.Offset.ShouldBe(first.Length);
        exception.Message.ShouldContain("/containers/x/attach");
    }

    [Fact]
    public async Task HugeLengthAllocatesNothing()
    {
        var bytes = Frame(1, "abc");
        bytes[4] = bytes[5] = bytes[6] = bytes[7] = 0xff;
        using var stream = new MultiplexedOutputStream(s_call, new MemoryStream(bytes), _ => { });
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await Should.ThrowAsync<ContainerEngineException>(() => ReadAllAsync(stream));

        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(50 << 20);
    }

    [Fact]
    public async Task MessageOfTheEngineIsAnError()
    {
        using var stream = new MultiplexedOutputStream(s_call, new MemoryStream(Concat(Frame(1, "a"), Frame(3, "engine trouble\n"))), _ => { });

        var exception = await Should.ThrowAsync<ContainerEngineException>(() => ReadAllAsync(stream));

        exception.EngineMessage.ShouldBe("engine trouble");
    }

    private static byte[] Frame(byte kind, string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        return [kind, 0, 0, 0, 0, 0, (byte)(payload.Length >> 8), (byte)payload.Length, .. payload];
    }

    private static byte[] Concat(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    private static async Task<string> ReadAllAsync(MultiplexedOutputStream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(all.ToArray());
    }
}
