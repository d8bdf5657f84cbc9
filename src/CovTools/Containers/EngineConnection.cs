using System.Net.Security;
using System.Net.Sockets;

namespace CovTools.Containers;

/// <summary>A raw connection to an engine; knows how to end one direction.</summary>
internal sealed class EngineConnection(Stream stream, Socket? socket, SslStream? secure)
{
    /// <summary>The bytes in both directions.</summary>
    public Stream Stream { get; } = stream;

    /// <summary>
    /// Tells the engine that nothing more will be written. A named pipe of Windows has no such thing: there the other
    /// side sees the end when the connection is closed.
    /// </summary>
    public async Task EndWritingAsync()
    {
        try
        {
            if (secure is not null)
            {
                await secure.ShutdownAsync().ConfigureAwait(false);
            }
            else
            {
                socket?.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception exception) when (exception is SocketException or IOException or ObjectDisposedException)
        {
            // The other side has gone already, so it has no need to be told.
        }
    }
}
