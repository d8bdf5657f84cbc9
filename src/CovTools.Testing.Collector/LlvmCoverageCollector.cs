using System.Xml;
using Microsoft.VisualStudio.TestPlatform.ObjectModel.DataCollection;

namespace CovTools.Testing.Collector;

/// <summary>
/// VSTest's data collector: gives the test host its environment. Under a build the results belong to the build, which reads them when the host has ended; elsewhere
/// they are read when the last test has ended, and attached to the results of VSTest.
/// </summary>
[DataCollectorFriendlyName(FriendlyName)]
[DataCollectorTypeUri("datacollector://CovTools/LlvmCoverage/1.0")]
public sealed class LlvmCoverageCollector : DataCollector, ITestExecutionEnvironmentSpecifier
{
    /// <summary>What <c>--collect</c> is given.</summary>
    public const string FriendlyName = "LLVM Coverage";

    private const string TestSources = "TestSources";

    private DataCollectionEvents? _events;
    private DataCollectionSink? _sink;
    private DataCollectionLogger? _logger;
    private CollectorSettings? _settings;
    private NativeCapture? _capture;
    private string[] _programs = [];
    private string? _results;
    private bool _isHandedOver;

    /// <inheritdoc/>
    public override void Initialize(
        XmlElement? configurationElement, DataCollectionEvents events, DataCollectionSink dataSink, DataCollectionLogger logger, DataCollectionEnvironmentContext? environmentContext)
    {
        ArgumentNullException.ThrowIfNull(events);
        (_events, _sink, _logger) = (events, dataSink, logger);
        _settings = CollectorSettings.Read(configurationElement);
        _capture = NativeCapture.Create();
        events.SessionStart += OnSessionStart;
        events.SessionEnd += OnSessionEnd;
    }

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, string>> GetTestExecutionEnvironmentVariables() => _capture?.Variables ?? new Dictionary<string, string>();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _events is not null)
        {
            _events.SessionStart -= OnSessionStart;
            _events.SessionEnd -= OnSessionEnd;
            if (!_isHandedOver)
            {
                _capture?.Delete();
            }

            if (_results is not null)
            {
                Directory.Delete(_results, recursive: true);
            }
        }

        base.Dispose(disposing);
    }

    private void OnSessionStart(object? sender, SessionStartEventArgs e)
    {
        try
        {
            _programs = [.. e.GetPropertyValue<IEnumerable<string>>(TestSources) ?? []];
            if (HandOver.Find(_programs) is { } session)
            {
                session.Attach(_capture!); // made by Initialize
                _isHandedOver = true;
            }
        }
        catch (TestingException exception)
        {
            _logger!.LogError(e.Context, exception.Told.ToString());
        }
    }

    private void OnSessionEnd(object? sender, SessionEndEventArgs e)
    {
        if (_isHandedOver)
        {
            return;
        }

        try
        {
            _results = Directory.CreateTempSubdirectory("covtools-results-").FullName;
            var session = TestSession.Create(
                TestRunFolder.Join(_results, RunIdentity.OfBuild("")), string.Join(", ", _programs.Select(Path.GetFileNameWithoutExtension)), Path.GetDirectoryName(_programs.FirstOrDefault()) ?? _results);
            session.Attach(_capture!); // made by Initialize

            // The host waits for us, so it cannot be waited for.
            var messages = TestSessionEnd.Finish(session, _settings!.Options, waits: false, out var result);
            Tell(e.Context, [.. messages, .. result.Messages]);
            foreach (var file in Directory.EnumerateFiles(_results, "coverage.*").Order(StringComparer.Ordinal))
            {
                _sink!.SendFileAsync(e.Context, file, deleteFile: false);
            }
        }
        catch (TestingException exception)
        {
            Tell(e.Context, [exception.Told]);
        }
        catch (Exception exception) when (exception is MalformedDataException or IOException or UnauthorizedAccessException)
        {
            Tell(e.Context, [new TestingMessage(TestingCode.FileFailed, true, "", exception.Message)]);
        }
    }

    private void Tell(DataCollectionContext context, IReadOnlyList<TestingMessage> messages)
    {
        foreach (var message in messages)
        {
            if (message.IsError)
            {
                _logger!.LogError(context, message.ToString());
            }
            else
            {
                _logger!.LogWarning(context, message.ToString());
            }
        }
    }
}
