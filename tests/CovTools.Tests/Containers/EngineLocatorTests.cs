using System.Net.Sockets;
using CovTools.Containers;

namespace CovTools.Tests.Containers;

public sealed class EngineLocatorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void UsualPlacesAreTriedInOrder()
    {
        var environment = new EngineEnvironment { RuntimeDirectory = "/run/user/7", Home = "/home/me" };

        EngineLocator.Candidates(environment).Select(endpoint => endpoint.Target).ShouldBe(
        [
            "/var/run/docker.sock", "/run/user/7/docker.sock", "/run/user/7/podman/podman.sock", "/run/podman/podman.sock",
            "/home/me/.docker/run/docker.sock", "/home/me/.docker/desktop/docker.sock",
        ]);
    }

    [Fact]
    public void AddressThatWasGivenIsTheOnlyOne()
        => EngineLocator.Candidates(new EngineEnvironment { Host = "tcp://build", Home = "/home/me" })
            .Select(endpoint => endpoint.Address).ShouldBe(["tcp://build"]);

    [Fact]
    public async Task MissingEngineIsReportedWithWhatWasTriedAndHowToGetOne()
    {
        var environment = new EngineEnvironment { Host = "unix:///no/such/engine.sock" };

        var exception = await Should.ThrowAsync<EnvironmentIncompleteException>(
            () => EngineLocator.ConnectAsync(environment, cancellationToken: Cancellation));

        exception.Message.ShouldContain("unix:///no/such/engine.sock: ");
        exception.Message.ShouldContain("apt-get install docker.io");
        exception.Message.ShouldContain("DOCKER_HOST");
    }

    [Fact]
    public async Task SocketWithoutListenerIsReportedAtOnce()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("covtools-test-").FullName, "s");
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));

            var exception = await Should.ThrowAsync<EnvironmentIncompleteException>(
                () => EngineLocator.ConnectAsync(new EngineEnvironment { Host = "unix://" + path }, cancellationToken: Cancellation));

            exception.Message.ShouldContain("Connection refused");
        }
    }

    [Fact]
    public async Task EngineThatNeverAnswersIsGivenUp()
    {
        await using var engine = new FakeEngine(_ => null);
        var timeouts = new EngineTimeouts { Connect = TimeSpan.FromMilliseconds(200) };

        var exception = await Should.ThrowAsync<EnvironmentIncompleteException>(
            () => EngineLocator.ConnectAsync(new EngineEnvironment { Host = engine.Address }, timeouts, Cancellation));

        exception.Message.ShouldContain("no answer within");
    }

    [Fact]
    public async Task TooOldEngineIsNamedWithItsVersion()
    {
        await using var engine = new FakeEngine(_ => FakeEngine.Json("""{"Version":"18.09","ApiVersion":"1.39"}"""));

        var exception = await Should.ThrowAsync<EnvironmentIncompleteException>(
            () => EngineLocator.ConnectAsync(new EngineEnvironment { Host = engine.Address }, cancellationToken: Cancellation));

        exception.Message.ShouldContain("1.39");
        exception.Message.ShouldContain("1.40");
    }

    [Fact]
    public async Task NewestCommonVersionIsSpoken()
    {
        await using var fake = new FakeEngine(line => line.Contains("/version", StringComparison.Ordinal)
            ? FakeEngine.Json("""{"Version":"99","ApiVersion":"1.99","MinAPIVersion":"1.44","Components":[{"Name":"Podman Engine"}]}""")
            : FakeEngine.Json("[]"));
        using var engine = await EngineLocator.ConnectAsync(new EngineEnvironment { Host = fake.Address }, cancellationToken: Cancellation);

        (await engine.ListAsync("x", Cancellation)).ShouldBeEmpty();

        engine.Version.IsPodman.ShouldBeTrue();
        fake.Requests[^1].ShouldStartWith("GET /v1.51/containers/json");
    }
}
