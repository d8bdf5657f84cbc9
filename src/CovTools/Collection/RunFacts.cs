using System.Globalization;
using CovTools.Execution;
using CovTools.Modules;
using CovTools.Store;

namespace CovTools.Collection;

/// <summary>What run.json records of a request and of the host.</summary>
internal static class RunFacts
{
    /// <summary>The options on which outcomes and hits depend, by the names that users know.</summary>
    public static SortedDictionary<string, string> Options(CollectionRequest request, string? imageId) => new(StringComparer.Ordinal)
    {
        ["library"] = request.Library.Name,
        ["library-version"] = request.Library.Version ?? "",
        ["library-file"] = LibraryFingerprint.Compute(request.Library),
        ["host"] = request.Host == HostKind.Local ? "local" : "docker",
        ["image"] = imageId ?? "",
        ["timeout"] = Number(request.TimeoutSeconds),
        ["memory"] = Number(request.MemoryBytes),
        ["file-size"] = Number(request.FileSizeBytes),
        ["capture"] = Word(request.Capture),
        ["isolation"] = Word(request.Isolation),
    };

    /// <summary>Facts about the host where a driver is ready.</summary>
    public static SortedDictionary<string, string> Host(DriverReady ready) => new(StringComparer.Ordinal)
    {
        ["python"] = ready.Python,
        ["machine"] = ready.Machine,
        ["system"] = ready.System,
        ["cpu"] = ready.Cpu,
        ["capture"] = Word(ready.Capture),
        ["isolation"] = Word(ready.Isolation),
        ["threadsAfterImport"] = Number(ready.Threads),
        ["importSeconds"] = Number(Math.Round(ready.ImportSeconds, 3)),
    };

    /// <summary>Facts about a module.</summary>
    public static StoredModule Module(ModuleLayout layout, IEnumerable<DriverModule> loaded) => new(
        layout.Id,
        loaded.First(module => module.Id == layout.Id).Path,
        layout.Release.ToString(),
        layout.CounterCount,
        layout.Functions.Count);

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
