namespace CovTools.Containers;

/// <summary>How an engine is reached.</summary>
public enum EngineEndpointKind
{
    /// <summary>A Unix domain socket.</summary>
    UnixSocket,

    /// <summary>TCP, with TLS or without.</summary>
    Tcp,

    /// <summary>A named pipe of Windows.</summary>
    NamedPipe,
}
