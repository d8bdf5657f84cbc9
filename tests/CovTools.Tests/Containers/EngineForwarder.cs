using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace CovTools.Tests.Containers;

/// <summary>The engine of a Unix socket, reachable over TCP, with or without TLS; with TLS a client certificate is demanded.</summary>
internal sealed class EngineForwarder : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly string _socket;
    private readonly X509Certificate2? _certificate;
    private readonly Task _serving;

    public EngineForwarder(string socket, X509Certificate2? certificate)
    {
        _socket = socket;
        _certificate = certificate;
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address => $"tcp://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _serving;
        _end.Dispose();
    }

    private static async Task PumpAsync(Stream from, Stream to, Func<Task> ended, CancellationToken cancellationToken)
    {
        try
        {
            await from.CopyToAsync(to, cancellationToken);
            await ended();
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone, so the other one will be in a moment.
        }
    }

    private async Task ServeAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(ForwardAsync(await _listener.AcceptSocketAsync(_end.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ForwardAsync(Socket client)
    {
        using var engine = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await engine.ConnectAsync(new UnixDomainSocketEndPoint(_socket), _end.Token);
        await using var inner = new NetworkStream(engine, ownsSocket: true);
        await using Stream outer = _certificate is null ? new NetworkStream(client, ownsSocket: true) : new SslStream(new NetworkStream(client, ownsSocket: true));
        try
        {
            if (outer is SslStream secure)
            {
                var options = new SslServerAuthenticationOptions
                {
                    ServerCertificate = _certificate,
                    ClientCertificateRequired = true,
                    RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _certificate!.GetCertHashString(),
                };
                await secure.AuthenticateAsServerAsync(options, _end.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException or OperationCanceledException)
        {
            return;
        }

        await Task.WhenAll(
            PumpAsync(outer, inner, () => { engine.Shutdown(SocketShutdown.Send); return Task.CompletedTask; }, _end.Token),
            PumpAsync(inner, outer, () => EndAsync(outer, client), _end.Token));
    }

    private static async Task EndAsync(Stream outer, Socket client)
    {
        if (outer is SslStream secure)
        {
            await secure.ShutdownAsync();
        }

        client.Shutdown(SocketShutdown.Send);
    }
}
