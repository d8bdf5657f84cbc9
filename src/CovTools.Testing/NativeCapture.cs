using CovTools.Live;

namespace CovTools.Testing;

/// <summary>
/// Where the processes of a test run count: a file that outlives them (docs/shared-counters.md), or, where libcovrt cannot be used, a folder that LLVM's own runtime
/// writes profiles into when a process comes to a normal end.
/// </summary>
public sealed class NativeCapture
{
    /// <summary>Set to <c>profraw</c>, it makes LLVM's own runtime write profiles even where libcovrt could be used.</summary>
    public const string ModeVariable = "COVTOOLS_TEST_CAPTURE";

    private const string ProfilesMode = "profraw";
    private const string SharedPrefix = "covtools-capture-";
    private const string ProfilesPrefix = "covtools-profiles-";

    private NativeCapture(string folder, bool isFallback, IReadOnlyDictionary<string, string> variables, IReadOnlyList<TestingMessage> messages)
    {
        Folder = folder;
        IsFallback = isFallback;
        Variables = variables;
        Messages = messages;
    }

    /// <summary>The capture's own folder.</summary>
    public string Folder { get; }

    /// <summary>LLVM's own runtime writes profiles.</summary>
    public bool IsFallback { get; }

    /// <summary>What makes a process count.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>What the user must know about it.</summary>
    public IReadOnlyList<TestingMessage> Messages { get; }

    /// <summary>Sets a capture up. It stays until it is deleted, by whatever process.</summary>
    /// <exception cref="TestingException">No folder can hold it.</exception>
    public static NativeCapture Create()
    {
        try
        {
            if (Environment.GetEnvironmentVariable(ModeVariable) == ProfilesMode)
            {
                return CreateFallback($"{ModeVariable} is {ProfilesMode}");
            }

            // It is not disposed of: that would delete what another process is going to read.
#pragma warning disable CA2000
            var session = CaptureSession.Create();
#pragma warning restore CA2000
            return new NativeCapture(session.Folder, false, session.Variables, []);
        }
        catch (EnvironmentIncompleteException exception)
        {
            return CreateFallback(exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw TestingException.Of(TestingCode.FileFailed, "", $"the counters file cannot be made: {exception.Message}", exception);
        }
    }

    /// <summary>Removes the capture.</summary>
    public void Delete() => Delete(Folder);

    /// <summary>Whether a folder is one of ours; nothing else may be deleted.</summary>
    internal static bool IsCapture(string folder) =>
        Path.GetFileName(folder) is var name
        && (name.StartsWith(SharedPrefix, StringComparison.Ordinal) || name.StartsWith(ProfilesPrefix, StringComparison.Ordinal))
        && Directory.Exists(folder);

    internal static void Delete(string folder)
    {
        if (IsCapture(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static NativeCapture CreateFallback(string reason)
    {
        var folder = Directory.CreateTempSubdirectory(ProfilesPrefix).FullName;
        return new NativeCapture(
            folder,
            isFallback: true,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["LLVM_PROFILE_FILE"] = Path.Combine(folder, "%p-%m.profraw") },
            [
                new TestingMessage(
                    TestingCode.CaptureUnavailable,
                    false,
                    "",
                    $"libcovrt is not used: {reason}. LLVM's own runtime writes the profiles, when a process comes to a normal end: what a test host that crashes or is killed has counted is lost"),
            ]);
    }
}
