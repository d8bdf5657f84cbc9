using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CovTools.Containers;

/// <summary>HTTP to an engine: one connection per request, so that none is ever stale; errors become <see cref="ContainerEngineException"/>.</summary>
internal sealed class EngineClient : IDisposable
{
    private const int LargestAnswer = 64 << 20;
    private const int LargestErrorText = 2000;
    private static readonly TimeSpan s_reconnectPause = TimeSpan.FromMilliseconds(200);
    private readonly EngineConnector _connector;
    private readonly EngineTimeouts _timeouts;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public EngineClient(EngineEndpoint endpoint, string certificateDirectory, EngineTimeouts timeouts, TimeProvider time)
    {
        _connector = new EngineConnector(endpoint, certificateDirectory);
        _timeouts = timeouts;
        _time = time;
        _http = NewHttpClient(async cancellationToken => (await _connector.ConnectAsync(cancellationToken).ConfigureAwait(false)).Stream);
    }

    /// <summary>Put in front of every path, such as <c>/v1.41</c>; empty until the version is known.</summary>
    public string Prefix { get; set; } = string.Empty;

    /// <summary>True once the engine has answered: from then on a refused connection means a restart and is tried again for a while.</summary>
    public bool Reconnect { get; set; }

    /// <summary>A short call with a JSON answer; null when the status is <paramref name="absent"/>.</summary>
    public async Task<T?> CallAsync<T>(EngineCall call, JsonTypeInfo<T> type, HttpStatusCode? absent, CancellationToken cancellationToken)
        where T : class
    {
        using var deadline = NewDeadline(cancellationToken);
        using var response = await SendAsync(call, deadline.Token, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == absent)
        {
            return null;
        }

        await ThrowIfFailedAsync(call, response, deadline.Token).ConfigureAwait(false);
        return await ReadJsonAsync(call, response, type, deadline.Token, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A short call without an answer; gives the status when it is one of <paramref name="allowed"/> and throws for other failures.</summary>
    public async Task<HttpStatusCode> CallAsync(EngineCall call, HttpStatusCode[] allowed, CancellationToken cancellationToken)
    {
        using var deadline = NewDeadline(cancellationToken);
        using var response = await SendAsync(call, deadline.Token, cancellationToken).ConfigureAwait(false);
        if (!allowed.Contains(response.StatusCode))
        {
            await ThrowIfFailedAsync(call, response, deadline.Token).ConfigureAwait(false);
        }

        return response.StatusCode;
    }

    /// <summary>A call of any length, answered with a stream; the caller checks the status and disposes.</summary>
    public Task<HttpResponseMessage> StreamAsync(EngineCall call, CancellationToken cancellationToken)
        => SendAsync(call, cancellationToken, cancellationToken);

    /// <summary>A call that turns its connection into a raw one (101 Switching Protocols).</summary>
    public async Task<(EngineConnection Connection, Stream Stream, IDisposable Owner)> UpgradeAsync(EngineCall call, CancellationToken cancellationToken)
    {
        EngineConnection? connection = null;
#pragma warning disable CA2000 // the caller owns it, or it is disposed of below
        var http = NewHttpClient(async token =>
        {
            connection = await _connector.ConnectAsync(token).ConfigureAwait(false);
            return connection.Stream;
        });
#pragma warning restore CA2000
        HttpResponseMessage? response = null;
        try
        {
            using var deadline = NewDeadline(cancellationToken);
            response = await SendAsync(http, call with { Upgrade = true }, deadline.Token, cancellationToken).ConfigureAwait(false);
            await ThrowIfFailedAsync(call, response, deadline.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.SwitchingProtocols || connection is null)
            {
                throw call.Failure((int)response.StatusCode, "the engine did not switch to a raw stream");
            }

            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return (connection, stream, http);
        }
        catch
        {
            response?.Dispose();
            http.Dispose();
            throw;
        }
    }

    /// <summary>Throws what the engine said when the status is not a success.</summary>
    public static async Task ThrowIfFailedAsync(EngineCall call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.SwitchingProtocols)
        {
            return;
        }

        string text;
        try
        {
            var body = await ReadBoundedAsync(call, response, cancellationToken).ConfigureAwait(false);
            text = ErrorText(body, response.ReasonPhrase);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            // The status is what counts; its explanation did not arrive.
            text = response.ReasonPhrase ?? "no reason given";
        }

        throw call.Failure((int)response.StatusCode, text);
    }

    /// <summary>Reads the answer of a call of any length.</summary>
    public Task<T> ReadJsonAsync<T>(EngineCall call, HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
        => ReadJsonAsync(call, response, type, cancellationToken, cancellationToken);

    public void Dispose() => _http.Dispose();

    private static HttpClient NewHttpClient(Func<CancellationToken, Task<Stream>> connect)
    {
#pragma warning disable CA2000 // the client owns the handler and disposes of it
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) => await connect(cancellationToken).ConfigureAwait(false),
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.Zero,
        };
#pragma warning restore CA2000
        return new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private static string ErrorText(byte[] body, string? reasonPhrase)
    {
        string? text = null;
        try
        {
            text = JsonSerializer.Deserialize(body, EngineJson.Default.Error)?.Message;
        }
        catch (JsonException)
        {
            // Not the documented form (a proxy in between, for example): its text says more than nothing.
            text = System.Text.Encoding.UTF8.GetString(body);
        }

        text = string.IsNullOrWhiteSpace(text) ? reasonPhrase ?? "no reason given" : text.Trim();
        return text.Length > LargestErrorText ? text[..LargestErrorText] : text;
    }

    private static async Task<byte[]> ReadBoundedAsync(EngineCall call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var disposal = stream.ConfigureAwait(false);
        var chunk = new byte[16384];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (buffer.Length + read > LargestAnswer)
            {
                throw new MalformedDataException(call.ToString(), buffer.Length, $"the answer is longer than {LargestAnswer} bytes");
            }

            buffer.Write(chunk.AsSpan(0, read));
        }

        return buffer.ToArray();
    }

    private async Task<T> ReadJsonAsync<T>(EngineCall call, HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken deadline, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var body = await ReadBoundedAsync(call, response, deadline).ConfigureAwait(false);
            return JsonSerializer.Deserialize(body, type) ?? throw new MalformedDataException(call.ToString(), 0, "the answer is null");
        }
        catch (JsonException exception)
        {
            var offset = exception.LineNumber == 0 ? exception.BytePositionInLine ?? -1 : -1;
            throw new MalformedDataException(call.ToString(), offset, $"the answer is not the expected JSON: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw call.Failure(null, $"the answer broke off: {exception.Message}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw NoAnswer(call, exception);
        }
    }

    private Task<HttpResponseMessage> SendAsync(EngineCall call, CancellationToken deadline, CancellationToken cancellationToken)
        => SendAsync(_http, call, deadline, cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(HttpClient http, EngineCall call, CancellationToken deadline, CancellationToken cancellationToken)
    {
        var begun = _time.GetTimestamp();
        while (true)
        {
            using var request = call.ToRequest(_connector.BaseAddress + Prefix);
            try
            {
                return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline).ConfigureAwait(false);
            }
            catch (HttpRequestException exception) when (Reconnect && WasNotConnected(exception) && _time.GetElapsedTime(begun) < _timeouts.Reconnect)
            {
                // Nothing was sent: the engine is being restarted.
                await Task.Delay(s_reconnectPause, _time, deadline).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                throw call.Failure(null, Innermost(exception).Message, exception);
            }
            catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
            {
                throw NoAnswer(call, exception);
            }
        }
    }

    private static bool WasNotConnected(HttpRequestException exception)
        => exception.HttpRequestError is HttpRequestError.ConnectionError
            || Innermost(exception) is SocketException
            {
                SocketErrorCode: SocketError.ConnectionRefused or SocketError.AddressNotAvailable or SocketError.HostDown,
            };

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }

    private ContainerEngineException NoAnswer(EngineCall call, Exception exception)
        => call.Failure(null, $"no answer within {_timeouts.Call.TotalSeconds:0} s", exception);

    private Deadline NewDeadline(CancellationToken cancellationToken) => new(_timeouts.Call, _time, cancellationToken);
}
