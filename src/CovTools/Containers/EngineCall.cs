using System.Net.Http.Headers;

namespace CovTools.Containers;

/// <summary>One request to an engine.</summary>
internal sealed record EngineCall(HttpMethod Method, string Path)
{
    private static readonly MediaTypeHeaderValue s_json = new("application/json");
    private static readonly MediaTypeHeaderValue s_tar = new("application/x-tar");

    /// <summary>A JSON body, UTF-8; null: none.</summary>
    public byte[]? Json { get; init; }

    /// <summary>Writes a tar archive as the body; null: none.</summary>
    public Func<Stream, CancellationToken, Task>? Tar { get; init; }

    /// <summary>True: the connection shall become a raw one.</summary>
    public bool Upgrade { get; init; }

    /// <summary>A new request; <paramref name="baseAddress"/> is put in front of the path.</summary>
    public HttpRequestMessage ToRequest(string baseAddress)
    {
        var request = new HttpRequestMessage(Method, new Uri(baseAddress + Path));
        if (Upgrade)
        {
            request.Headers.Connection.Add("Upgrade");
            request.Headers.Upgrade.Add(new ProductHeaderValue("tcp"));
        }

        if (Json is not null)
        {
            request.Content = new ByteArrayContent(Json);
            request.Content.Headers.ContentType = s_json;
        }
        else if (Tar is not null)
        {
            request.Content = new WrittenContent(Tar);
            request.Content.Headers.ContentType = s_tar;

            // The engine looks at the path before it asks for the body, so a refusal reaches us as an answer.
            request.Headers.ExpectContinue = true;
        }

        return request;
    }

    /// <summary>The failure of this call.</summary>
    public ContainerEngineException Failure(int? status, string message, Exception? inner = null)
        => new(Method.Method, Path, status, message, inner);

    /// <inheritdoc/>
    public override string ToString() => $"container engine: {Method.Method} {Path}";
}
