using Microsoft.Build.Framework;

namespace CovTools.Testing.Tasks;

/// <summary>A task about native coverage of tests; what goes wrong becomes errors with codes.</summary>
public abstract class NativeTestTask : Microsoft.Build.Utilities.Task
{
    /// <summary>The project, as messages name it when no other file is to blame.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <inheritdoc/>
    public sealed override bool Execute()
    {
        try
        {
            Run();
        }
        catch (TestingException exception)
        {
            Tell(exception.Told);
        }
        catch (Exception exception) when (exception is MalformedDataException or IOException or UnauthorizedAccessException)
        {
            Tell(new TestingMessage(TestingCode.FileFailed, true, "", exception.Message));
        }

        return !Log.HasLoggedErrors;
    }

    /// <summary>Does the work.</summary>
    protected abstract void Run();

    /// <summary>What to make of results, by items.</summary>
    /// <param name="formats">Formats.</param>
    /// <param name="ignored">Patterns of source paths: metadata <c>Pattern</c>, since MSBuild would take a pattern in an item's name for files of the project.</param>
    /// <param name="thresholds">Thresholds.</param>
    private protected static TestRunOptions Options(ITaskItem[] formats, ITaskItem[] ignored, ITaskItem[] thresholds) =>
        TestRunOptions.Parse(formats.Select(item => item.ItemSpec), ignored.Select(item => item.GetMetadata("Pattern")), thresholds.Select(ThresholdItem.Text));

    private protected void Tell(IEnumerable<TestingMessage> messages)
    {
        foreach (var message in messages)
        {
            Tell(message);
        }
    }

    private void Tell(TestingMessage message)
    {
        var file = message.File.Length > 0 ? message.File : Project;
        if (message.IsError)
        {
            Log.LogError(null, message.CodeText, null, file, 0, 0, 0, 0, "{0}", message.Text);
        }
        else
        {
            Log.LogWarning(null, message.CodeText, null, file, 0, 0, 0, 0, "{0}", message.Text);
        }
    }
}
