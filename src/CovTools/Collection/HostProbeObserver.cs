using CovTools.Execution;
using CovTools.Modules;
using CovTools.Objects;

namespace CovTools.Collection;

/// <summary>Keeps what a probe tells.</summary>
internal sealed class HostProbeObserver : IRunObserver, ICollectionObserver
{
    public DriverReady? Ready { get; private set; }

    public IReadOnlyList<HostProbeModule> Modules { get; private set; } = [];

    public List<string> Notes { get; } = [];

    public Dictionary<string, ScriptEnding> Endings { get; } = new(StringComparer.Ordinal);

    public async Task OnReadyAsync(DriverReady ready, Func<string, IByteSource> openFile, CancellationToken cancellationToken)
    {
        Ready = ready;

        // Reading a file of the host waits for the driver, whose answers come through the loop that calls this.
        Modules = await Task.Run<IReadOnlyList<HostProbeModule>>(() => [.. ready.Modules.Select(module => Read(module, openFile))], cancellationToken).ConfigureAwait(false);
    }

    public Task OnFinishedAsync(ScriptResult result, CancellationToken cancellationToken)
    {
        Endings[result.Script.Id] = result.Ending;
        return Task.CompletedTask;
    }

    public void OnNote(string message) => Notes.Add(message);

    public void OnWarning(string message) => Notes.Add(message);

    public void OnPhase(string phase)
    {
        // A probe is over before anybody would read that.
    }

    public void OnProgress(CollectionProgress progress)
    {
        // The same.
    }

    private static HostProbeModule Read(DriverModule module, Func<string, IByteSource> openFile)
    {
        try
        {
            var layout = ModuleLayout.Read(ElfObject.Read(openFile(module.Path)));
            return new HostProbeModule(module.Path, module.Id, module.Counters, layout, layout.Id == module.Id ? "" : $"the file is module {layout.Id} now; it was built anew since it was loaded");
        }
        catch (Exception exception) when (exception is MalformedDataException or IOException)
        {
            return new HostProbeModule(module.Path, module.Id, module.Counters, null, exception.Message);
        }
    }
}
