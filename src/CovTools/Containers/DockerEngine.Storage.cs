using System.Net;
using System.Text.Json;

namespace CovTools.Containers;

/// <content>Files and volumes.</content>
public sealed partial class DockerEngine
{
    /// <inheritdoc/>
    public async Task UploadAsync(string container, string path, Func<Stream, CancellationToken, Task> writeTar, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writeTar);
        var call = new EngineCall(HttpMethod.Put, $"/containers/{Escape(container)}/archive?path={Escape(path)}") { Tar = writeTar };
        using var response = await _client.StreamAsync(call, cancellationToken).ConfigureAwait(false);
        await EngineClient.ThrowIfFailedAsync(call, response, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<Stream?> DownloadAsync(string container, string path, CancellationToken cancellationToken)
    {
        var call = new EngineCall(HttpMethod.Get, $"/containers/{Escape(container)}/archive?path={Escape(path)}");
        var response = await _client.StreamAsync(call, cancellationToken).ConfigureAwait(false);
        try
        {
            await EngineClient.ThrowIfFailedAsync(call, response, cancellationToken).ConfigureAwait(false);
            return await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ContainerEngineException exception) when (exception.Status == (int)HttpStatusCode.NotFound && !NamesContainer(exception))
        {
            response.Dispose();
            return null;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task CreateVolumeAsync(string name, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(labels);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("Name", name);
            json.WriteStartObject("Labels");
            foreach (var (key, value) in labels)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return _client.CallAsync(new EngineCall(HttpMethod.Post, "/volumes/create") { Json = buffer.ToArray() }, [], cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveVolumeAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var status = await _client.CallAsync(
            new EngineCall(HttpMethod.Delete, $"/volumes/{Escape(name)}"),
            [HttpStatusCode.NotFound],
            cancellationToken).ConfigureAwait(false);
        return status != HttpStatusCode.NotFound;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<VolumeSummary>> ListVolumesAsync(string label, CancellationToken cancellationToken)
    {
        var call = new EngineCall(HttpMethod.Get, $"/volumes?filters={LabelFilter(label)}");
        var list = await _client.CallAsync(call, EngineJson.Default.VolumeList, null, cancellationToken).ConfigureAwait(false);
        return [.. (list!.Volumes ?? []).Select(volume => new VolumeSummary(
            volume.Name ?? throw new MalformedDataException(call.ToString(), -1, "a volume has no Name"),
            volume.Labels ?? []))];
    }

    // The same status for a missing container and a missing path; Docker and Podman tell them apart in words only.
    private static bool NamesContainer(ContainerEngineException exception)
        => exception.EngineMessage.StartsWith("No such container", StringComparison.OrdinalIgnoreCase)
            || exception.EngineMessage.StartsWith("no container with", StringComparison.OrdinalIgnoreCase);
}
