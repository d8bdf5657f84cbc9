namespace CovTools.Containers;

/// <summary>What decides where engines are looked for: variables and the home directory.</summary>
public sealed record EngineEnvironment
{
    /// <summary><c>DOCKER_HOST</c>, or an address that the user gave; empty: the usual places are tried.</summary>
    public string Host { get; init; } = string.Empty;

    /// <summary>True when <c>DOCKER_TLS_VERIFY</c> is set to anything: <c>tcp://</c> then means TLS.</summary>
    public bool Tls { get; init; }

    /// <summary><c>DOCKER_CERT_PATH</c>; empty: <c>.docker</c> in the home directory.</summary>
    public string CertificateDirectory { get; init; } = string.Empty;

    /// <summary><c>XDG_RUNTIME_DIR</c>; empty when there is none.</summary>
    public string RuntimeDirectory { get; init; } = string.Empty;

    /// <summary>The user's home directory; empty when there is none.</summary>
    public string Home { get; init; } = string.Empty;

    /// <summary>True on Windows.</summary>
    public bool Windows { get; init; }

    /// <summary>The values of this process.</summary>
    /// <param name="host">An address that the user gave; it wins over <c>DOCKER_HOST</c>. Empty or null: none.</param>
    public static EngineEnvironment Current(string? host = null) => new()
    {
        Host = string.IsNullOrEmpty(host) ? Variable("DOCKER_HOST") : host,
        Tls = Variable("DOCKER_TLS_VERIFY").Length > 0,
        CertificateDirectory = Variable("DOCKER_CERT_PATH"),
        RuntimeDirectory = Variable("XDG_RUNTIME_DIR"),
        Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        Windows = OperatingSystem.IsWindows(),
    };

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? string.Empty;
}
