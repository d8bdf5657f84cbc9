using System.Globalization;
using CovTools.Containers;
using CovTools.Execution;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CovTools.MSBuild;

/// <summary>A task whose failures become errors with codes, and that ends early when the build is cancelled.</summary>
public abstract class CovTask : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The project or item that asks, as errors name it when no other file is to blame.</summary>
    public string Project { get; set; } = "";

    /// <inheritdoc/>
    public sealed override bool Execute()
    {
        try
        {
            Run(_cancellation.Token);
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            Warn(DiagnosticCode.Interrupted, null, "interrupted; the same build continues the work");
            return false;
        }
        catch (CovErrorException exception)
        {
            Fail(exception.Code, exception.File, exception.Message);
        }
        catch (UsageException exception)
        {
            Fail(DiagnosticCode.InvalidInput, null, exception.Message);
        }
        catch (MalformedDataException exception)
        {
            Fail(DiagnosticCode.MalformedInput, exception.File, ReasonOf(exception));
        }
        catch (EnvironmentIncompleteException exception)
        {
            Fail(DiagnosticCode.EnvironmentIncomplete, null, exception.Message);
        }
        catch (ContainerEngineException exception)
        {
            Fail(DiagnosticCode.EngineFailed, null, exception.Message);
        }
        catch (DriverException exception)
        {
            Fail(DiagnosticCode.DriverFailed, null, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fail(DiagnosticCode.FileFailed, (exception as FileNotFoundException)?.FileName, exception.Message);
        }

        return !Log.HasLoggedErrors;
    }

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Does the work; what it throws becomes an error.</summary>
    /// <param name="cancellationToken">Cancelled with the build.</param>
    protected abstract void Run(CancellationToken cancellationToken);

    /// <summary>Frees what the task holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cancellation.Dispose();
        }
    }

    /// <summary>What is wrong with damaged data, without the file's name: that stands in front of the error already.</summary>
    internal static string ReasonOf(MalformedDataException exception) =>
        exception.Offset < 0 ? exception.Reason : string.Create(CultureInfo.InvariantCulture, $"offset 0x{exception.Offset:x}: {exception.Reason}");

    /// <summary>Reports an error.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="file">The file to blame; null: the project.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="line">Line in the file; 0: unknown.</param>
    /// <param name="endLine">Last line; 0: unknown.</param>
    internal void Fail(DiagnosticCode code, string? file, string message, int line = 0, int endLine = 0) =>
        Log.LogError(null, Text(code), null, file ?? Place(), line, 0, endLine, 0, "{0}", message);

    /// <summary>Reports a warning.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="file">The file to blame; null: the project.</param>
    /// <param name="message">What is wrong.</param>
    internal void Warn(DiagnosticCode code, string? file, string message) =>
        Log.LogWarning(null, Text(code), null, file ?? Place(), 0, 0, 0, 0, "{0}", message);

    /// <summary>Says something that is not wrong.</summary>
    internal void Say(string message, MessageImportance importance = MessageImportance.Normal) => Log.LogMessage(importance, "{0}", message);

    private static string Text(DiagnosticCode code) => string.Create(CultureInfo.InvariantCulture, $"COV{(int)code:0000}");

    private string Place() => Project.Length > 0 ? Project : BuildEngine.ProjectFileOfTaskNode;
}
