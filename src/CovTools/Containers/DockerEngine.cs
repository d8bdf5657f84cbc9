using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace CovTools.Containers;

/// <summary>
/// An engine that speaks the Docker Engine API 1.40 or newer: Docker, or Podman's service. Made by <see cref="EngineLocator"/>.
/// Safe for concurrent use.
/// </summary>
public sealed partial class DockerEngine : IContainerEngine
{
    /// <summary>The oldest API that has every call that is used here.</summary>
    public static readonly Version OldestApi = new(1, 40);

    private static readonly Version s_newestApi = new(1, 51);
    private readonly EngineClient _client;

    private DockerEngine(EngineClient client, string address, EngineVersion version)
    {
        _client = client;
        Address = address;
        Version = version;
    }

    /// <inheritdoc/>
    public string Address { get; }

    /// <inheritdoc/>
    public EngineVersion Version { get; }

    /// <summary>Connects to the engine at <paramref name="endpoint"/> and agrees on an API version.</summary>
    /// <param name="endpoint">Where the engine is.</param>
    /// <param name="certificateDirectory">Directory of <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>; used for TLS only.</param>
    /// <param name="timeouts">How long the engine may take; null: the defaults.</param>
    /// <param name="time">The clock; null: the system's.</param>
    /// <param name="cancellationToken">Cancels the connecting.</param>
    /// <exception cref="ContainerEngineException">Nobody answers there.</exception>
    /// <exception cref="EnvironmentIncompleteException">The engine is too old, or too new for us.</exception>
    public static async Task<DockerEngine> ConnectAsync(
        EngineEndpoint endpoint,
        string certificateDirectory = "",
        EngineTimeouts? timeouts = null,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        timeouts ??= new EngineTimeouts();
        time ??= TimeProvider.System;
        EngineResponse.VersionInfo info;
        var probe = new EngineClient(endpoint, certificateDirectory, timeouts with { Call = timeouts.Connect }, time);
        using (probe)
        {
            info = await probe.CallAsync(new EngineCall(HttpMethod.Get, "/version"), EngineJson.Default.VersionInfo, null, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException("no status is allowed to be absent");
        }

        var version = Negotiate(endpoint.Address, info);
        var client = new EngineClient(endpoint, certificateDirectory, timeouts, time) { Prefix = $"/v{version.Api}", Reconnect = true };
        return new DockerEngine(client, endpoint.Address, version);
    }

    /// <inheritdoc/>
    public async Task<ContainerImage?> FindImageAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!ImageReference().IsMatch(name) || name.Contains("..", StringComparison.Ordinal) || name.Contains("//", StringComparison.Ordinal))
        {
            throw new UsageException($"'{name}' is not the name of a container image");
        }

        var image = await _client.CallAsync(
            new EngineCall(HttpMethod.Get, $"/images/{name}/json"),
            EngineJson.Default.Image,
            HttpStatusCode.NotFound,
            cancellationToken).ConfigureAwait(false);
        return image is null ? null : new ContainerImage
        {
            Name = name,
            Id = image.Id ?? string.Empty,
            Digests = image.RepoDigests ?? [],
            Architecture = image.Architecture ?? string.Empty,
            OperatingSystem = image.Os ?? string.Empty,
            User = image.Config?.User ?? string.Empty,
            Labels = image.Config?.Labels ?? [],
            Environment = ToEnvironment(image.Config?.Env ?? []),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static EngineVersion Negotiate(string address, EngineResponse.VersionInfo info)
    {
        if (!System.Version.TryParse(info.ApiVersion, out var theirs))
        {
            throw new MalformedDataException($"{address}: GET /version", -1, $"ApiVersion '{info.ApiVersion}' is not a version");
        }

        if (theirs < OldestApi)
        {
            throw new EnvironmentIncompleteException(
                $"the container engine at {address} speaks API {theirs}; {OldestApi} is needed (Docker 19.03 or Podman 3.0, or newer)");
        }

        if (System.Version.TryParse(info.MinAPIVersion, out var oldest) && oldest > s_newestApi)
        {
            throw new EnvironmentIncompleteException(
                $"the container engine at {address} wants API {oldest} or newer; this version of CovTools speaks {OldestApi} to {s_newestApi}");
        }

        var product = info.Components is { Count: > 0 } components ? components[0].Name : null;
        return new EngineVersion
        {
            Product = product ?? "Engine",
            Version = info.Version ?? string.Empty,
            Api = theirs < s_newestApi ? theirs : s_newestApi,
            OperatingSystem = info.Os ?? string.Empty,
            Architecture = info.Arch ?? string.Empty,
        };
    }

    private static Dictionary<string, string> ToEnvironment(IReadOnlyList<string> variables)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in variables)
        {
            var equals = variable.IndexOf('=', StringComparison.Ordinal);
            environment[equals < 0 ? variable : variable[..equals]] = equals < 0 ? string.Empty : variable[(equals + 1)..];
        }

        return environment;
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._/:@-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex ImageReference();
}
