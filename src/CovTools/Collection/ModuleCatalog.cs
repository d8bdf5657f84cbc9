using CovTools.Modules;
using CovTools.Objects;
using CovTools.Store;

namespace CovTools.Collection;

/// <summary>The modules of a run by id. What reports need of a module is kept in the store, so that the library itself is not needed again.</summary>
internal sealed class ModuleCatalog
{
    private const string ObjectFileName = "object.o";

    private readonly RunStore _store;
    private readonly Dictionary<string, KnownModule> _modules = new(StringComparer.Ordinal);

    public ModuleCatalog(RunStore store)
    {
        _store = store;
        var root = Path.GetDirectoryName(store.ModuleFolder("x"))!;
        if (!Directory.Exists(root))
        {
            return;
        }

        foreach (var folder in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            var path = Path.Combine(folder, ObjectFileName);
            if (File.Exists(path))
            {
                Load(path);
            }
        }
    }

    /// <summary>Every module, sorted by id.</summary>
    public IReadOnlyList<KnownModule> All => [.. _modules.Values.OrderBy(module => module.Layout.Id, StringComparer.Ordinal)];

    public bool TryGet(string id, out KnownModule module) => _modules.TryGetValue(id, out module!);

    /// <summary>Reads a module from the file that was loaded, and keeps its sections.</summary>
    /// <exception cref="MalformedDataException">The file is no object with counters, or not the one that was loaded.</exception>
    public KnownModule Add(string id, IByteSource file)
    {
        if (_modules.TryGetValue(id, out var known))
        {
            return known;
        }

        var elf = ElfObject.Read(file);
        var layout = ModuleLayout.Read(elf);
        if (layout.Id != id)
        {
            throw new MalformedDataException(file.Name, -1, $"this file is module {layout.Id}, but module {id} was loaded from it; was it rebuilt meanwhile?");
        }

        var path = Path.Combine(_store.ModuleFolder(id), ObjectFileName);
        AtomicFile.Write(path, stream => CoverageObjectWriter.Write(elf, stream));
        return Add(layout, path);
    }

    private void Load(string path)
    {
        using var file = new FileByteSource(path);
        Add(ModuleLayout.Read(ElfObject.Read(file)), path);
    }

    private KnownModule Add(ModuleLayout layout, string path)
    {
        var module = new KnownModule(layout, path);
        _modules[layout.Id] = module;
        return module;
    }
}
