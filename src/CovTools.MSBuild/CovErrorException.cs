namespace CovTools.MSBuild;

/// <summary>An error that has a code of its own; it ends the task.</summary>
/// <param name="code">The code.</param>
/// <param name="file">The file to blame; null: the project.</param>
/// <param name="message">What is wrong, and what to do.</param>
public sealed class CovErrorException(DiagnosticCode code, string? file, string message) : Exception(message)
{
    /// <summary>The code.</summary>
    public DiagnosticCode Code { get; } = code;

    /// <summary>The file to blame; null: the project.</summary>
    public string? File { get; } = file;
}
