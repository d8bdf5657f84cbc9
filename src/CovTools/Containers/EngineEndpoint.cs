using System.Globalization;

namespace CovTools.Containers;

/// <summary>Address of an engine: <c>unix:///path</c>, <c>tcp://host:port</c> (also <c>http</c>, <c>https</c>) or <c>npipe:////./pipe/name</c>.</summary>
public sealed record EngineEndpoint
{
    private const int PlainPort = 2375;
    private const int TlsPort = 2376;
    private const string PipePrefix = "npipe:////";

    private EngineEndpoint(EngineEndpointKind kind, string address, string target, int port, bool tls)
    {
        Kind = kind;
        Address = address;
        Target = target;
        Port = port;
        Tls = tls;
    }

    /// <summary>How the engine is reached.</summary>
    public EngineEndpointKind Kind { get; }

    /// <summary>The address as it was given.</summary>
    public string Address { get; }

    /// <summary>Path of the socket, host name, or <c>server/pipe/name</c>.</summary>
    public string Target { get; }

    /// <summary>TCP port; 0 otherwise.</summary>
    public int Port { get; }

    /// <summary>True when TLS is spoken.</summary>
    public bool Tls { get; }

    /// <summary>Reads an address in the form of the variable <c>DOCKER_HOST</c>.</summary>
    /// <param name="address">The address.</param>
    /// <param name="tls">True when a <c>tcp://</c> address means TLS (<c>DOCKER_TLS_VERIFY</c>).</param>
    /// <exception cref="UsageException">The address has another form.</exception>
    public static EngineEndpoint Parse(string address, bool tls = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        if (address.StartsWith("unix://", StringComparison.Ordinal) && address.Length > "unix://".Length)
        {
            return new EngineEndpoint(EngineEndpointKind.UnixSocket, address, address["unix://".Length..], 0, tls: false);
        }

        if (address[0] == '/')
        {
            return new EngineEndpoint(EngineEndpointKind.UnixSocket, "unix://" + address, address, 0, tls: false);
        }

        if (address.StartsWith(PipePrefix, StringComparison.Ordinal))
        {
            var parts = address[PipePrefix.Length..].Split('/', 3);
            if (parts is [{ Length: > 0 }, "pipe", { Length: > 0 }])
            {
                return new EngineEndpoint(EngineEndpointKind.NamedPipe, address, $"{parts[0]}/{parts[2]}", 0, tls: false);
            }
        }
        else if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Host.Length > 0 && uri.AbsolutePath is "" or "/")
        {
            return ParseTcp(address, uri!, tls);
        }

        throw Unusable(address, "expected unix:///path, tcp://host:port or npipe:////./pipe/name");
    }

    /// <inheritdoc/>
    public override string ToString() => Address;

    private static EngineEndpoint ParseTcp(string address, Uri uri, bool tls)
    {
        var encrypted = uri.Scheme switch
        {
            "tcp" => tls,
            "http" => false,
            "https" => true,
            "ssh" => throw Unusable(
                address,
                "ssh is not spoken here; forward the socket (ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock HOST) and use unix:///tmp/docker.sock"),
            _ => throw Unusable(address, string.Create(CultureInfo.InvariantCulture, $"unknown scheme '{uri.Scheme}'")),
        };

        // http and https carry default ports that are not an engine's: 80 and 443 count as "not given" unless they were written.
        var written = !uri.IsDefaultPort || address.TrimEnd('/').EndsWith(":" + uri.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var port = written && uri.Port > 0 ? uri.Port : encrypted ? TlsPort : PlainPort;
        return new EngineEndpoint(EngineEndpointKind.Tcp, address, uri.DnsSafeHost, port, encrypted);
    }

    private static UsageException Unusable(string address, string reason) => new($"container engine address '{address}': {reason}");
}
