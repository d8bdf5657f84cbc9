using System.Reflection;
using Microsoft.Testing.Platform.CommandLine;
using Microsoft.Testing.Platform.Extensions;
using Microsoft.Testing.Platform.Extensions.TestHostControllers;

namespace CovTools.Testing.Platform;

/// <summary>Runs in the process that starts the test host and outlives it: sets the capture up, and reads it when the host has ended, in whatever way.</summary>
internal sealed class LlvmCoverageController : ITestHostEnvironmentVariableProvider, ITestHostProcessLifetimeHandler
{
    public const string Name = "LLVM coverage";
    public const string About = "Collects LLVM coverage of the native libraries that tests load";

    private readonly ICommandLineOptions _commandLine;
    private TestRunOptions? _options;
    private TestSession? _session;

    public LlvmCoverageController(ICommandLineOptions commandLine)
    {
        _commandLine = commandLine;
    }

    public static string ExtensionVersion { get; } = typeof(LlvmCoverageController).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public string Uid => nameof(LlvmCoverageController);

    public string Version => ExtensionVersion;

    public string DisplayName => Name;

    public string Description => About;

    public Task<bool> IsEnabledAsync() => Task.FromResult(_commandLine.IsOptionSet(OptionNames.Collect));

    public async Task UpdateAsync(IEnvironmentVariables environmentVariables)
    {
        ArgumentNullException.ThrowIfNull(environmentVariables);
        try
        {
            Begin(environmentVariables);
        }
        catch (TestingException exception)
        {
            // The tests run all the same, without coverage, and the program fails.
            await TellAsync([exception.Told], null).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is MalformedDataException or IOException or UnauthorizedAccessException)
        {
            await TellAsync([new TestingMessage(TestingCode.FileFailed, true, "", exception.Message)], null).ConfigureAwait(false);
        }
    }

    public Task<ValidationResult> ValidateTestHostEnvironmentVariablesAsync(IReadOnlyEnvironmentVariables environmentVariables) => ValidationResult.ValidTask;

    public Task BeforeTestHostProcessStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task OnTestHostProcessStartedAsync(ITestHostProcessInformation testHostProcessInformation, CancellationToken cancellation) => Task.CompletedTask;

    public async Task OnTestHostProcessExitedAsync(ITestHostProcessInformation testHostProcessInformation, CancellationToken cancellation)
    {
        if (_session is null || _options is null)
        {
            return;
        }

        try
        {
            var messages = TestSessionEnd.Finish(_session, _options, waits: true, out var result).Concat(result.Messages).ToList();
            if (_options.Thresholds.Count > 0)
            {
                messages.AddRange(TestRunGate.Violations(result, _options));
            }

            await TellAsync(messages, result.Line).ConfigureAwait(false);
        }
        catch (TestingException exception)
        {
            await TellAsync([exception.Told], null).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is MalformedDataException or IOException or UnauthorizedAccessException)
        {
            await TellAsync([new TestingMessage(TestingCode.FileFailed, true, "", exception.Message)], null).ConfigureAwait(false);
        }
    }

    private void Begin(IEnvironmentVariables environmentVariables)
    {
        _options = TestRunOptions.Parse(All(OptionNames.Format), All(OptionNames.Ignore), All(OptionNames.FailUnder));
        var folder = TestRunFolder.Join(One(OptionNames.Results) ?? Path.Combine("TestResults", "native-coverage"), RunIdentity.OfTestProgram(Environment.GetCommandLineArgs()));
        var session = TestSession.Create(folder, One(OptionNames.Project) ?? AppDomain.CurrentDomain.FriendlyName, AppContext.BaseDirectory);
        var capture = NativeCapture.Create();
        session.Attach(capture);
        foreach (var (name, value) in capture.Variables)
        {
            environmentVariables.SetVariable(new EnvironmentVariable(name, value, isSecret: false, isLocked: true));
        }

        _session = session;
    }

    private static async Task TellAsync(IReadOnlyList<TestingMessage> messages, string? line)
    {
        foreach (var message in messages)
        {
            await Console.Error.WriteLineAsync(message.ToString()).ConfigureAwait(false);
        }

        if (line is not null)
        {
            await Console.Out.WriteLineAsync(line).ConfigureAwait(false);
        }

        if (messages.Any(message => message.IsError))
        {
            FailingExit.Request();
        }
    }

    private string? One(string option) => _commandLine.TryGetOptionArgumentList(option, out var arguments) ? arguments[0] : null;

    private string[] All(string option) => _commandLine.TryGetOptionArgumentList(option, out var arguments) ? arguments : [];
}
