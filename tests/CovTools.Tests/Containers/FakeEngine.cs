using System.Net.Sockets;
using System.Text;

namespace CovTools.Tests.Containers;

/// <summary>Listens on a Unix socket and answers every request line with the bytes that a test decides on; null: never.</summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<string, byte[]?> _answer;
    private readonly Task _serving;

    public FakeEngine(Func<string, byte[]?> answer, string? path = null)
    {
        _answer = answer;
        path ??= NewPath();
        Address = "unix://" + path;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _serving = ServeAsync();
    }

    public string Address { get; }

    public List<string> Requests { get; } = [];

    public static string NewPath() => Path.Combine(Directory.CreateTempSubdirectory("covtools-test-").FullName, "s");

    public static byte[] Json(string body, string status = "200 OK")
        => Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    /// <summary>An answer to /version, so that a client connects; <paramref name="otherwise"/> to everything else.</summary>
    public static Func<string, byte[]?> AfterVersion(byte[]? otherwise)
        => line => line.Contains("/version", StringComparison.Ordinal) ? Json("""{"ApiVersion":"1.41"}""") : otherwise;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _serving;
        _end.Dispose();
        File.Delete(Address["unix://".Length..]);
    }

    private async Task ServeAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(AnswerAsync(await _listener.AcceptAsync(_end.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        using (socket)
        {
            var buffer = new byte[65536];
            try
            {
                var read = await socket.ReceiveAsync(buffer, _end.Token);
                var line = Encoding.ASCII.GetString(buffer, 0, read).Split("\r\n")[0];
                Requests.Add(line);
                if (_answer(line) is { } answer)
                {
                    await socket.SendAsync(answer, _end.Token);
                    socket.Shutdown(SocketShutdown.Send);
                }

                while (await socket.ReceiveAsync(buffer, _end.Token) > 0)
                {
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // The test is over, or the client went away: both are what some tests are about.
            }
        }
    }
}
