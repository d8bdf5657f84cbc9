using System.Text;
using CovTools.Containers;

namespace CovTools.Tests.Containers;

public sealed class DockerEngineFaultTests
{
    private static readonly EngineTimeouts s_short = new() { Call = TimeSpan.FromMilliseconds(300), Reconnect = TimeSpan.FromMilliseconds(400) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RefusalCarriesMethodPathStatusAndTheEnginesWords()
    {
        await using var fake = new FakeEngine(FakeEngine.AfterVersion(FakeEngine.Json("""{"message":"no space left"}""", "500 Internal Server Error")));
        using var engine = await ConnectAsync(fake);

        var exception = await Should.ThrowAsync<ContainerEngineException>(() => engine.StartAsync("abc", Cancellation));

        (exception.Method, exception.Path, exception.Status, exception.EngineMessage).ShouldBe(("POST", "/containers/abc/start", 500, "no space left"));
    }

    [Fact]
    public async Task RefusalInAnotherFormIsQuoted()
    {
        await using var fake = new FakeEngine(FakeEngine.AfterVersion(FakeEngine.Json("<html>gateway</html>", "502 Bad Gateway")));
        using var engine = await ConnectAsync(fake);

        var exception = await Should.ThrowAsync<ContainerEngineException>(() => engine.ListAsync("x", Cancellation));

        exception.EngineMessage.ShouldBe("<html>gateway</html>");
    }

    [Fact]
    public async Task EveryTruncationOfAnAnswerIsReported()
    {
        const string Body = """[{"Id":"a","Names":["/n"],"State":"running","Labels":{"x":"y"}}]""";
        var whole = FakeEngine.Json(Body);
        byte[]? answer = null;
        await using var fake = new FakeEngine(line => FakeEngine.AfterVersion(answer)(line));
        using var engine = await ConnectAsync(fake);

        for (var length = 0; length < whole.Length; length++)
        {
            answer = whole[..length];
            await Should.ThrowAsync<ContainerEngineException>(() => engine.ListAsync("x", Cancellation), $"cut after {length} bytes");
        }

        answer = whole;
        (await engine.ListAsync("x", Cancellation)).Single().Name.ShouldBe("n");
    }

    [Theory]
    [InlineData("""[{"Id":"a" "Names":[]}]""")]
    [InlineData("""{"Id":"a"}""")]
    [InlineData("""[{"Names":["/n"]}]""")]
    [InlineData("null")]
    [InlineData("")]
    public async Task AnswerThatIsNotTheDocumentedOneIsMalformed(string body)
    {
        await using var fake = new FakeEngine(FakeEngine.AfterVersion(FakeEngine.Json(body)));
        using var engine = await ConnectAsync(fake);

        var exception = await Should.ThrowAsync<MalformedDataException>(() => engine.ListAsync("x", Cancellation));

        exception.File.ShouldStartWith("container engine: GET /containers/json");
    }

    [Fact]
    public async Task EndlessAnswerIsCutOff()
    {
        var endless = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n\r\n[" + new string(' ', 65 << 20));
        await using var fake = new FakeEngine(FakeEngine.AfterVersion(endless));
        using var engine = await ConnectAsync(fake, new EngineTimeouts());

        var exception = await Should.ThrowAsync<MalformedDataException>(() => engine.ListAsync("x", Cancellation));

        exception.Reason.ShouldContain("longer than");
    }

    [Fact]
    public async Task SilentEngineIsGivenUpAfterTheTimeout()
    {
        await using var fake = new FakeEngine(FakeEngine.AfterVersion(null));
        using var engine = await ConnectAsync(fake);

        var exception = await Should.ThrowAsync<ContainerEngineException>(() => engine.ListAsync("x", Cancellation));

        exception.EngineMessage.ShouldContain("no answer within");
    }

    [Fact]
    public async Task CallerCanCancelASilentEngine()
    {
        await using var fake = new FakeEngine(FakeEngine.AfterVersion(null));
        using var engine = await ConnectAsync(fake, new EngineTimeouts());
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Should.ThrowAsync<OperationCanceledException>(() => engine.WaitAsync("x", cancellation.Token));
    }

    [Fact]
    public async Task EngineThatIsRestartedIsFoundAgain()
    {
        var path = FakeEngine.NewPath();
        var first = new FakeEngine(FakeEngine.AfterVersion(FakeEngine.Json("[]")), path);
        using var engine = await ConnectAsync(first, new EngineTimeouts());
        await first.DisposeAsync();

        var call = engine.ListAsync("x", Cancellation);
        await Task.Delay(300, Cancellation);
        await using var second = new FakeEngine(FakeEngine.AfterVersion(FakeEngine.Json("[]")), path);

        (await call).ShouldBeEmpty();
    }

    [Fact]
    public async Task EngineThatIsGoneIsReported()
    {
        var fake = new FakeEngine(FakeEngine.AfterVersion(FakeEngine.Json("[]")));
        using var engine = await ConnectAsync(fake, s_short with { Call = TimeSpan.FromSeconds(10) });
        await fake.DisposeAsync();

        var exception = await Should.ThrowAsync<ContainerEngineException>(() => engine.ListAsync("x", Cancellation));

        exception.Status.ShouldBeNull();
    }

    [Fact]
    public async Task AttachWithoutARawStreamIsRefused()
    {
        await using var fake = new FakeEngine(FakeEngine.AfterVersion(FakeEngine.Json("{}")));
        using var engine = await ConnectAsync(fake);

        var exception = await Should.ThrowAsync<ContainerEngineException>(() => engine.AttachAsync("x", _ => { }, Cancellation));

        exception.EngineMessage.ShouldContain("raw stream");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("../containers/x")]
    [InlineData("a//b")]
    [InlineData("-x")]
    [InlineData("a?b")]
    public async Task NameThatCannotBeAnImageIsNeverSent(string name)
    {
        await using var fake = new FakeEngine(FakeEngine.AfterVersion(FakeEngine.Json("{}")));
        using var engine = await ConnectAsync(fake);

        await Should.ThrowAsync<Exception>(() => engine.FindImageAsync(name, Cancellation));

        fake.Requests.Count.ShouldBe(1);
    }

    private static Task<DockerEngine> ConnectAsync(FakeEngine fake, EngineTimeouts? timeouts = null)
        => DockerEngine.ConnectAsync(EngineEndpoint.Parse(fake.Address), timeouts: timeouts ?? s_short, cancellationToken: Cancellation);
}
