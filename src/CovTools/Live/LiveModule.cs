using CovTools.Modules;
using CovTools.Objects;

namespace CovTools.Live;

/// <summary>An instrumented module that a process has loaded. Its file stays open, so that it is the one that was loaded, also when another takes its name.</summary>
public sealed class LiveModule
{
    private readonly Lazy<ModuleLayout> _layout;

    internal LiveModule(string path, ElfObject file, IDisposable source, ulong bias, ElfSection counters, ElfSection? bitmap, ProcessMapping mapping)
    {
        Path = path;
        File = file;
        Source = source;
        Mapping = mapping;
        CounterAddress = unchecked(bias + counters.Address);
        CounterBytes = (int)counters.Size;
        BitmapAddress = bitmap is null ? 0 : unchecked(bias + bitmap.Address);
        BitmapBytes = (int)(bitmap?.Size ?? 0);
        CounterSize = counters.Alignment == 1 ? 1 : 8;
        _layout = new Lazy<ModuleLayout>(() => ModuleLayout.Read(file));
    }

    /// <summary>The file as the process sees it.</summary>
    public string Path { get; }

    /// <summary>Build id, or "fnv" and a hash of its names.</summary>
    /// <exception cref="MalformedDataException">The file's function records make no sense.</exception>
    public string Id => File.BuildId.Length > 0 ? File.BuildId : Layout.Id;

    /// <summary>Its counters and functions; read when it is first asked for.</summary>
    /// <exception cref="MalformedDataException">The file's function records make no sense.</exception>
    public ModuleLayout Layout => _layout.Value;

    /// <summary>Number of counters.</summary>
    public int Total => CounterBytes / CounterSize;

    /// <summary>Bytes of a counter: 8, or 1.</summary>
    public int CounterSize { get; }

    /// <summary>Size of the counters, bytes.</summary>
    public int CounterBytes { get; }

    /// <summary>Size of the MC/DC bitmaps, bytes.</summary>
    public int BitmapBytes { get; }

    /// <summary>The open file, for mappings and names; valid as long as the process object.</summary>
    public ElfObject File { get; }

    internal IDisposable Source { get; }

    internal ulong CounterAddress { get; }

    internal ulong BitmapAddress { get; }

    internal ProcessMapping Mapping { get; }
}
