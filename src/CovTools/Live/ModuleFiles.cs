using CovTools.Modules;
using CovTools.Objects;

namespace CovTools.Live;

/// <summary>Files of modules, read once; read again when they changed. Files that vanish later stay known. Not thread-safe.</summary>
internal sealed class ModuleFiles
{
    /// <summary>Digits of a build id that libcovrt tells.</summary>
    private const int ToldDigits = 70;

    private readonly Dictionary<string, ModuleLayout> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<CountersFileModule> _lookedAt = [];
    private readonly Dictionary<string, ModuleFile> _byPath = new(StringComparer.Ordinal);

    /// <summary>The layout of a module.</summary>
    /// <param name="module">What a process said of it.</param>
    /// <exception cref="FileNotFoundException">The file is gone, and was not read before.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="MalformedDataException">It is no object with counters, or not the one that was loaded.</exception>
    public ModuleLayout Find(CountersFileModule module)
    {
        if (!_byId.TryGetValue(module.Id, out var layout))
        {
            layout = Read(module.Path);
            if (Told(layout.Id) != module.Id)
            {
                throw new MalformedDataException(module.Path, -1, $"this file is module {layout.Id}, but module {module.Id} ran; it was built anew since");
            }

            _byId.Add(module.Id, layout);
        }

        return layout.CounterSize == module.CounterSize && layout.CounterBytes == module.CounterBytes && layout.BitmapSize == module.BitmapBytes
            ? layout
            : throw new MalformedDataException(
                module.Path,
                -1,
                $"the file has {layout.CounterBytes} bytes of {layout.CounterSize}-byte counters and {layout.BitmapSize} bitmap bytes, a process counted into {module.CounterBytes}, {module.CounterSize} and {module.BitmapBytes}");
    }

    /// <summary>Reads the files of modules that are not known yet, as far as that is possible now.</summary>
    public void LookAt(CountersFileTables tables)
    {
        foreach (var module in tables.Regions.Select(tables.Module).Distinct())
        {
            if (_byId.ContainsKey(module.Id) || !_lookedAt.Add(module))
            {
                continue;
            }

            try
            {
                Find(module);
            }
            catch (Exception exception) when (exception is MalformedDataException or IOException or UnauthorizedAccessException)
            {
                // Whoever reads the counters tries again, and tells why not.
            }
        }
    }

    private static string Told(string id) => id.Length <= ToldDigits ? id : id[..ToldDigits];

    private ModuleLayout Read(string path)
    {
        using var source = new FileByteSource(path);
        if (_byPath.TryGetValue(path, out var known) && known.Length == source.Length && known.Changed == source.LastWriteTimeUtc)
        {
            return known.Layout;
        }

        var layout = ModuleLayout.Read(ElfObject.Read(source));
        _byPath[path] = new ModuleFile(layout, source.Length, source.LastWriteTimeUtc);
        return layout;
    }
}
