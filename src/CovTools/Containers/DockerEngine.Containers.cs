using System.Net;
using System.Text;
using System.Text.Json;

namespace CovTools.Containers;

/// <content>The life of a container.</content>
public sealed partial class DockerEngine
{
    private const int RemovalPolls = 150;
    private static readonly TimeSpan s_removalPause = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public async Task<CreatedContainer> CreateAsync(string name, ContainerSpecification specification, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(specification);
        var call = new EngineCall(HttpMethod.Post, $"/containers/create?name={Escape(name)}") { Json = ContainerRequestWriter.Write(specification) };
        var created = await _client.CallAsync(call, EngineJson.Default.Created, null, cancellationToken).ConfigureAwait(false);
        return string.IsNullOrEmpty(created?.Id)
            ? throw new MalformedDataException(call.ToString(), -1, "the answer has no Id")
            : new CreatedContainer(created.Id, created.Warnings ?? []);
    }

    /// <inheritdoc/>
    public async Task<ContainerAttachment> AttachAsync(string container, Action<ReadOnlyMemory<byte>> standardError, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(standardError);
        var call = new EngineCall(HttpMethod.Post, $"/containers/{Escape(container)}/attach?stream=1&stdin=1&stdout=1&stderr=1");
        var (connection, stream, owner) = await _client.UpgradeAsync(call, cancellationToken).ConfigureAwait(false);
        return new ContainerAttachment(call, connection, stream, owner, standardError);
    }

    /// <inheritdoc/>
    public Task StartAsync(string container, CancellationToken cancellationToken)
        => _client.CallAsync(
            new EngineCall(HttpMethod.Post, $"/containers/{Escape(container)}/start"),
            [HttpStatusCode.NotModified],
            cancellationToken);

    /// <inheritdoc/>
    public async Task<int> WaitAsync(string container, CancellationToken cancellationToken)
    {
        var call = new EngineCall(HttpMethod.Post, $"/containers/{Escape(container)}/wait");
        using var response = await _client.StreamAsync(call, cancellationToken).ConfigureAwait(false);
        await EngineClient.ThrowIfFailedAsync(call, response, cancellationToken).ConfigureAwait(false);
        var answer = await _client.ReadJsonAsync(call, response, EngineJson.Default.Wait, cancellationToken).ConfigureAwait(false);
        return string.IsNullOrEmpty(answer.Error?.Message)
            ? answer.StatusCode
            : throw call.Failure((int)response.StatusCode, answer.Error.Message);
    }

    /// <inheritdoc/>
    public async Task<bool> KillAsync(string container, string signal, CancellationToken cancellationToken)
    {
        // 404: gone; 409: not running.
        var status = await _client.CallAsync(
            new EngineCall(HttpMethod.Post, $"/containers/{Escape(container)}/kill?signal={Escape(signal)}"),
            [HttpStatusCode.NotFound, HttpStatusCode.Conflict],
            cancellationToken).ConfigureAwait(false);
        return status is not (HttpStatusCode.NotFound or HttpStatusCode.Conflict);
    }

    /// <inheritdoc/>
    public async Task<bool> StopAsync(string container, TimeSpan grace, CancellationToken cancellationToken)
    {
        var seconds = (long)Math.Ceiling(grace.TotalSeconds);
        var call = new EngineCall(HttpMethod.Post, $"/containers/{Escape(container)}/stop?t={Number(seconds)}");
        using var response = await _client.StreamAsync(call, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode is HttpStatusCode.NotModified or HttpStatusCode.NotFound)
        {
            return false;
        }

        await EngineClient.ThrowIfFailedAsync(call, response, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveAsync(string container, CancellationToken cancellationToken)
    {
        var call = new EngineCall(HttpMethod.Delete, $"/containers/{Escape(container)}?force=1&v=1");
        var status = await _client.CallAsync(call, [HttpStatusCode.NotFound, HttpStatusCode.Conflict], cancellationToken).ConfigureAwait(false);
        if (status != HttpStatusCode.Conflict)
        {
            return status != HttpStatusCode.NotFound;
        }

        // Somebody else is removing it (or it is being started this moment): ask until it is gone.
        for (var poll = 0; poll < RemovalPolls; poll++)
        {
            await Task.Delay(s_removalPause, cancellationToken).ConfigureAwait(false);
            status = await _client.CallAsync(call, [HttpStatusCode.NotFound, HttpStatusCode.Conflict], cancellationToken).ConfigureAwait(false);
            if (status != HttpStatusCode.Conflict)
            {
                return true;
            }
        }

        throw call.Failure((int)HttpStatusCode.Conflict, "the container cannot be removed");
    }

    /// <inheritdoc/>
    public async Task<ContainerState?> InspectAsync(string container, CancellationToken cancellationToken)
    {
        var call = new EngineCall(HttpMethod.Get, $"/containers/{Escape(container)}/json");
        var answer = await _client.CallAsync(call, EngineJson.Default.Container, HttpStatusCode.NotFound, cancellationToken).ConfigureAwait(false);
        if (answer is null)
        {
            return null;
        }

        var state = answer.State ?? throw new MalformedDataException(call.ToString(), -1, "the answer has no State");
        return new ContainerState(state.Running, state.ExitCode, state.OOMKilled, state.Error ?? string.Empty);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ContainerSummary>> ListAsync(string label, CancellationToken cancellationToken)
    {
        var call = new EngineCall(HttpMethod.Get, $"/containers/json?all=1&filters={LabelFilter(label)}");
        var items = await _client.CallAsync(call, EngineJson.Default.IReadOnlyListListItem, null, cancellationToken).ConfigureAwait(false);
        return [.. items!.Select(item => new ContainerSummary(
            item.Id ?? throw new MalformedDataException(call.ToString(), -1, "a container has no Id"),
            (item.Names is [{ } name, ..] ? name : string.Empty).TrimStart('/'),
            item.State ?? string.Empty,
            item.Labels ?? []))];
    }

    private static string LabelFilter(string label)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("label");
            json.WriteStringValue(label);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Escape(Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
