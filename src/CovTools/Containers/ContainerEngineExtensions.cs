namespace CovTools.Containers;

/// <summary>Calls that are made of others.</summary>
public static class ContainerEngineExtensions
{
    /// <summary>Finds an image that must be there.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="name">Name or id of the image.</param>
    /// <param name="buildCommand">What the user types to get it, such as <c>docker build -t x docker/x</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="EnvironmentIncompleteException">The engine does not have it, or it is not for Linux.</exception>
    public static async Task<ContainerImage> RequireImageAsync(this IContainerEngine engine, string name, string buildCommand, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var image = await engine.FindImageAsync(name, cancellationToken).ConfigureAwait(false)
            ?? throw new EnvironmentIncompleteException(
                $"the container engine at {engine.Address} has no image '{name}'. Get it with:\n  {buildCommand}");
        return image.OperatingSystem is "linux" or ""
            ? image
            : throw new EnvironmentIncompleteException($"image '{name}' is for {image.OperatingSystem}; only Linux containers can be collected from");
    }
}
