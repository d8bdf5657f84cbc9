using CovTools.Containers;

namespace CovTools.Tests.Containers;

public sealed class EngineEndpointTests
{
    [Theory]
    [InlineData("unix:///var/run/docker.sock", false, EngineEndpointKind.UnixSocket, "/var/run/docker.sock", 0, false)]
    [InlineData("/run/podman/podman.sock", false, EngineEndpointKind.UnixSocket, "/run/podman/podman.sock", 0, false)]
    [InlineData("tcp://build:2375", false, EngineEndpointKind.Tcp, "build", 2375, false)]
    [InlineData("tcp://build", false, EngineEndpointKind.Tcp, "build", 2375, false)]
    [InlineData("tcp://build", true, EngineEndpointKind.Tcp, "build", 2376, true)]
    [InlineData("tcp://[::1]:99/", false, EngineEndpointKind.Tcp, "::1", 99, false)]
    [InlineData("http://build", true, EngineEndpointKind.Tcp, "build", 2375, false)]
    [InlineData("http://build:80", false, EngineEndpointKind.Tcp, "build", 80, false)]
    [InlineData("https://build", false, EngineEndpointKind.Tcp, "build", 2376, true)]
    [InlineData("npipe:////./pipe/docker_engine", false, EngineEndpointKind.NamedPipe, "./docker_engine", 0, false)]
    public void AddressesAreUnderstood(string address, bool tls, EngineEndpointKind kind, string target, int port, bool encrypted)
    {
        var endpoint = EngineEndpoint.Parse(address, tls);

        (endpoint.Kind, endpoint.Target, endpoint.Port, endpoint.Tls).ShouldBe((kind, target, port, encrypted));
    }

    [Theory]
    [InlineData("unix://")]
    [InlineData("docker")]
    [InlineData("ftp://host")]
    [InlineData("tcp://")]
    [InlineData("tcp://host/path")]
    [InlineData("npipe:////./docker_engine")]
    public void OtherAddressesAreUsageErrorsThatNameThem(string address)
        => Should.Throw<UsageException>(() => EngineEndpoint.Parse(address)).Message.ShouldContain(address);

    [Fact]
    public void SshSaysHowToGetThereInstead()
        => Should.Throw<UsageException>(() => EngineEndpoint.Parse("ssh://me@build")).Message.ShouldContain("ssh -nNT -L");
}
