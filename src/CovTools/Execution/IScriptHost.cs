namespace CovTools.Execution;

/// <summary>A place where scripts execute: this machine, a container.</summary>
public interface IScriptHost
{
    /// <summary>The host as users know it, for messages.</summary>
    public string Name { get; }

    /// <summary>
    /// Starts a driver there. May be called again after a driver died.
    /// </summary>
    /// <exception cref="EnvironmentIncompleteException">The host lacks something; the message says what.</exception>
    public Task<IDriverTransport> StartDriverAsync(DriverSettings settings, CancellationToken cancellationToken);
}
