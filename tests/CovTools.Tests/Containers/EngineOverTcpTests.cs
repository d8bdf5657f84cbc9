using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CovTools.Containers;

namespace CovTools.Tests.Containers;

[Trait("Needs", "Docker")]
public sealed class EngineOverTcpTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("covtools-test-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task PlainTcpWorksBothWaysToTheEnd()
    {
        var socket = await SocketAsync();
        await using var forwarder = new EngineForwarder(socket, certificate: null);

        await EchoAsync(new EngineEnvironment { Host = forwarder.Address });
    }

    [Fact]
    public async Task TlsWithClientCertificateWorksBothWaysToTheEnd()
    {
        var socket = await SocketAsync();
        using var certificate = NewCertificate("localhost");
        await using var forwarder = new EngineForwarder(socket, certificate);
        WriteCertificate(certificate, "ca.pem", withKey: false);
        WriteCertificate(certificate, "cert.pem", withKey: true);

        await EchoAsync(new EngineEnvironment { Host = forwarder.Address, Tls = true, CertificateDirectory = _directory });
    }

    [Fact]
    public async Task ServerThatTheAuthorityDoesNotKnowIsRefused()
    {
        var socket = await SocketAsync();
        using var certificate = NewCertificate("localhost");
        using var other = NewCertificate("localhost");
        await using var forwarder = new EngineForwarder(socket, certificate);
        WriteCertificate(other, "ca.pem", withKey: false);

        var exception = await Should.ThrowAsync<EnvironmentIncompleteException>(() => EngineLocator.ConnectAsync(
            new EngineEnvironment { Host = forwarder.Address, Tls = true, CertificateDirectory = _directory }, cancellationToken: Cancellation));

        exception.Message.ShouldContain("certificate");
    }

    [Fact]
    public async Task DamagedCertificateIsNamed()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory, "ca.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", Cancellation);

        var exception = await Should.ThrowAsync<EnvironmentIncompleteException>(() => EngineLocator.ConnectAsync(
            new EngineEnvironment { Host = "tcp://localhost:1", Tls = true, CertificateDirectory = _directory }, cancellationToken: Cancellation));

        exception.Message.ShouldContain(_directory);
    }

    private static async Task<string> SocketAsync()
    {
        using var engine = await TestEngine.ConnectAsync();
        var endpoint = EngineEndpoint.Parse(engine.Address);
        Assert.SkipUnless(endpoint.Kind == EngineEndpointKind.UnixSocket, "the engine is not at a Unix socket");
        return endpoint.Target;
    }

    private static async Task EchoAsync(EngineEnvironment environment)
    {
        using var engine = await EngineLocator.ConnectAsync(environment, cancellationToken: Cancellation);
        await using var session = await new ContainerLauncher(engine, TestEngine.NewRun())
            .StartAsync(TestEngine.Launch("cat; echo end", new TestOutput()), Cancellation);
        await session.Input.WriteAsync(new byte[100000], Cancellation);
        await session.Input.DisposeAsync();
        using var received = new MemoryStream();
        await session.Output.CopyToAsync(received, Cancellation);
        received.Length.ShouldBe(100004);
    }

    private static X509Certificate2 NewCertificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
    }

    private void WriteCertificate(X509Certificate2 certificate, string name, bool withKey)
    {
        File.WriteAllText(Path.Combine(_directory, name), certificate.ExportCertificatePem());
        if (withKey)
        {
            using var key = certificate.GetRSAPrivateKey()!;
            File.WriteAllText(Path.Combine(_directory, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        }
    }
}
