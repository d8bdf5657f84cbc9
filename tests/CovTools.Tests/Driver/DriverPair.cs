using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace CovTools.Tests.Driver;

/// <summary>Two drivers, forking and with fresh processes, that run all scripts one after the other: what one script breaks, the next one would meet.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "xunit makes it")]
public sealed class DriverPair : IAsyncLifetime
{
    private readonly Dictionary<string, DriverHarness> _drivers = [];

    internal Dictionary<string, SortedDictionary<int, long>> Floors { get; } = [];

    /// <summary>Gets the driver for an isolation; scripts that are expected to time out have one that does not wait long.</summary>
    internal DriverHarness Get(string isolation, bool timesOut) => _drivers[isolation + (timesOut ? " short" : "")];

    public async ValueTask InitializeAsync()
    {
        foreach (var isolation in new[] { "fork", "process" })
        {
            foreach (var name in new[] { isolation, isolation + " short" })
            {
                var start = CountedLibrary.Start(isolation);
                start["timeout"] = JsonValue.Create(name == isolation ? 60.0 : 1.5);
                var (driver, ready) = await CountedLibrary.StartAsync(start);
                ready.Text("isolation").ShouldBe(isolation);
                ready.Text("capture").ShouldBe("memory");
                ready.Text("reason").ShouldBe("");
                _drivers[name] = driver;
                Floors[name] = Counts.OfRawPayload(ready.Payload);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var driver in _drivers.Values)
        {
            await driver.DisposeAsync();
        }
    }
}
