using System.IO.Pipes;
using System.Net.Security;
using System.Net.Sockets;

namespace CovTools.Containers;

#pragma warning disable CA2000 // what is opened here belongs to the connection that is returned; every failure path disposes of it

/// <summary>Opens raw connections to an engine.</summary>
internal sealed class EngineConnector
{
    private const int KeepAliveSeconds = 30;
    private readonly EngineEndpoint _endpoint;
    private readonly SslClientAuthenticationOptions? _tls;

    public EngineConnector(EngineEndpoint endpoint, string certificateDirectory)
    {
        _endpoint = endpoint;
        _tls = endpoint.Tls ? EngineCredentials.Load(endpoint.Target, certificateDirectory) : null;
    }

    /// <summary>The base of request addresses; the host name means nothing for sockets and pipes.</summary>
    public string BaseAddress => _endpoint.Kind == EngineEndpointKind.Tcp
        ? new UriBuilder("http", _endpoint.Target, _endpoint.Port).Uri.GetLeftPart(UriPartial.Authority)
        : "http://localhost";

    /// <summary>Connects; failures are <see cref="IOException"/> or <see cref="SocketException"/>.</summary>
    public async Task<EngineConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_endpoint.Kind == EngineEndpointKind.NamedPipe)
        {
            return await ConnectPipeAsync(cancellationToken).ConfigureAwait(false);
        }

        var socket = _endpoint.Kind == EngineEndpointKind.UnixSocket
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (_endpoint.Kind == EngineEndpointKind.UnixSocket)
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(_endpoint.Target), cancellationToken).ConfigureAwait(false);
                return new EngineConnection(new NetworkStream(socket, ownsSocket: true), socket, null);
            }

            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
            await socket.ConnectAsync(_endpoint.Target, _endpoint.Port, cancellationToken).ConfigureAwait(false);
            return await SecureAsync(socket, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<EngineConnection> SecureAsync(Socket socket, CancellationToken cancellationToken)
    {
        var plain = new NetworkStream(socket, ownsSocket: true);
        if (_tls is null)
        {
            return new EngineConnection(plain, socket, null);
        }

        var secure = new SslStream(plain);
        try
        {
            await secure.AuthenticateAsClientAsync(_tls, cancellationToken).ConfigureAwait(false);
            return new EngineConnection(secure, socket, secure);
        }
        catch
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<EngineConnection> ConnectPipeAsync(CancellationToken cancellationToken)
    {
        var parts = _endpoint.Target.Split('/', 2);
        var pipe = new NamedPipeClientStream(parts[0], parts[1], PipeDirection.InOut, PipeOptions.Asynchronous);
        try
        {
            await pipe.ConnectAsync(TimeSpan.FromSeconds(2), cancellationToken).ConfigureAwait(false);
            return new EngineConnection(pipe, null, null);
        }
        catch (TimeoutException exception)
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            throw new IOException($"no such pipe, or it is busy: {parts[1]}", exception);
        }
        catch
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
