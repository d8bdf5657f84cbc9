using System.Text;

namespace CovTools.Containers;

/// <summary>Finds the container engine of this machine.</summary>
public static class EngineLocator
{
    /// <summary>
    /// Connects to the engine: the given address alone when there is one, else the first that answers of the default sockets of
    /// Docker, Docker Desktop, rootless Docker and Podman.
    /// </summary>
    /// <exception cref="EnvironmentIncompleteException">None answers; the message lists what was tried and how to get an engine.</exception>
    /// <exception cref="UsageException">The given address cannot be understood.</exception>
    public static async Task<IContainerEngine> ConnectAsync(EngineEnvironment environment, EngineTimeouts? timeouts = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var tried = new StringBuilder();
        foreach (var endpoint in Candidates(environment))
        {
            try
            {
                return await DockerEngine.ConnectAsync(endpoint, Certificates(environment), timeouts, null, cancellationToken).ConfigureAwait(false);
            }
            catch (ContainerEngineException exception)
            {
                tried.Append("\n  ").Append(endpoint.Address).Append(": ").Append(exception.EngineMessage).Append(Hint(endpoint, exception));
            }
        }

        throw new EnvironmentIncompleteException(
            $"no container engine answers. Tried:{tried}\n"
            + "Start Docker (Debian: apt-get install docker.io; systemctl start docker) or Podman's service "
            + "(systemctl --user start podman.socket), or set DOCKER_HOST to the engine's address.");
    }

    /// <summary>The addresses that are tried, in order.</summary>
    public static IReadOnlyList<EngineEndpoint> Candidates(EngineEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment.Host.Length > 0)
        {
            return [EngineEndpoint.Parse(environment.Host, environment.Tls)];
        }

        if (environment.Windows)
        {
            return [EngineEndpoint.Parse("npipe:////./pipe/docker_engine"), EngineEndpoint.Parse("npipe:////./pipe/podman-machine-default")];
        }

        var sockets = new List<string> { "/var/run/docker.sock" };
        if (environment.RuntimeDirectory.Length > 0)
        {
            sockets.Add(environment.RuntimeDirectory + "/docker.sock");
            sockets.Add(environment.RuntimeDirectory + "/podman/podman.sock");
        }

        sockets.Add("/run/podman/podman.sock");
        if (environment.Home.Length > 0)
        {
            sockets.Add(environment.Home + "/.docker/run/docker.sock");
            sockets.Add(environment.Home + "/.docker/desktop/docker.sock");
        }

        return [.. sockets.Select(socket => EngineEndpoint.Parse("unix://" + socket))];
    }

    private static string Certificates(EngineEnvironment environment)
        => environment.CertificateDirectory.Length > 0 ? environment.CertificateDirectory : Path.Combine(environment.Home, ".docker");

    private static string Hint(EngineEndpoint endpoint, ContainerEngineException exception)
    {
        if (endpoint.Kind != EngineEndpointKind.UnixSocket)
        {
            return string.Empty;
        }

        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.AccessDenied })
            {
                return " (the socket is there and you may not use it: join its group, usually 'docker')";
            }
        }

        return string.Empty;
    }
}
