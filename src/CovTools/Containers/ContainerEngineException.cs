namespace CovTools.Containers;

/// <summary>The container engine refused a call, did not answer, or broke a stream off.</summary>
public sealed class ContainerEngineException : Exception
{
    /// <summary>Makes an exception for one call.</summary>
    /// <param name="method">The HTTP method of the call, such as <c>POST</c>.</param>
    /// <param name="path">Path and query of the call, such as <c>/containers/create</c>.</param>
    /// <param name="status">The HTTP status of the answer; null when there was none.</param>
    /// <param name="engineMessage">What the engine said, or what happened to the connection, in one line.</param>
    /// <param name="inner">The exception that revealed it, if any.</param>
    public ContainerEngineException(string method, string path, int? status, string engineMessage, Exception? inner = null)
        : base($"container engine: {method} {path}: {(status is null ? string.Empty : $"{status}: ")}{engineMessage}", inner)
    {
        Method = method;
        Path = path;
        Status = status;
        EngineMessage = engineMessage;
    }

    /// <summary>The HTTP method of the call.</summary>
    public string Method { get; }

    /// <summary>Path and query of the call.</summary>
    public string Path { get; }

    /// <summary>The HTTP status of the answer; null when there was none.</summary>
    public int? Status { get; }

    /// <summary>What the engine said, or what happened to the connection.</summary>
    public string EngineMessage { get; }
}
