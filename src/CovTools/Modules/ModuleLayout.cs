using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Modules;

/// <summary>An instrumented executable or shared object: who it is and which counters belong to which function.</summary>
public sealed class ModuleLayout
{
    /// <summary>More counters than any program has; keeps a damaged header from asking for the memory of its number.</summary>
    private const ulong MaximumCounters = 1UL << 28;

    private readonly Lazy<FunctionIndex> _index;

    private ModuleLayout(ModuleSections sections, DetectedVersion detected)
    {
        var module = sections.Module;
        Path = module.Name;
        BuildId = module.BuildId;
        Id = BuildId.Length > 0 ? BuildId : ModuleIdentity.OfNames(sections.NamesBytes);
        NamesId = ModuleIdentity.OfNames(sections.NamesBytes);
        RawVersion = detected.Version;
        Flags = detected.Flags;
        Release = LlvmRelease.Detect(module.Comments, detected.Version) ?? LlvmRelease.FromRawVersion(detected.Version);
        CounterSize = detected.Flags.HasFlag(ProfileFlags.SingleByte) ? 1 : 8;
        CounterCount = Bounded(module, sections.Counters.Size / (ulong)CounterSize, "counters");
        CounterBytes = (long)sections.Counters.Size;
        BitmapSize = Bounded(module, sections.BitmapSize, "bitmap bytes");
        Functions = detected.Functions;
        Names = sections.Names;
        _index = new Lazy<FunctionIndex>(() => new FunctionIndex(detected.Functions));
    }

    /// <summary>The build id in lower-case hex, or "fnv" and 16 hex digits: FNV-1a 64 of the names section.</summary>
    public string Id { get; }

    /// <summary>The build id in lower-case hex; empty when it was linked without.</summary>
    public string BuildId { get; }

    /// <summary>The file as the user knows it.</summary>
    public string Path { get; }

    /// <summary>The release that compiled it: by .comment, else the first that has its raw version.</summary>
    public LlvmRelease Release { get; }

    /// <summary>Version of the raw profiles that its runtime writes: 5, 7 to 11.</summary>
    public int RawVersion { get; }

    /// <summary>Kind of instrumentation; only the single-byte flag can be told of a stripped file.</summary>
    public ProfileFlags Flags { get; }

    /// <summary>Bytes of a counter in memory: 8, or 1.</summary>
    public int CounterSize { get; }

    /// <summary>Number of counters.</summary>
    public int CounterCount { get; }

    /// <summary>Size of the counters in memory, bytes.</summary>
    public long CounterBytes { get; }

    /// <summary>Size of the MC/DC bitmaps, bytes.</summary>
    public int BitmapSize { get; }

    /// <summary>The functions, in the order of the file's records.</summary>
    public IReadOnlyList<ModuleFunction> Functions { get; }

    /// <summary>The functions' names.</summary>
    public NameTable Names { get; }

    /// <summary>What identifies the module by its names section, also when it has a build id.</summary>
    internal string NamesId { get; }

    internal FunctionIndex Index => _index.Value;

    /// <summary>Whether a file has coverage counters.</summary>
    public static bool HasCounters(ElfObject module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return ModuleSections.Exist(module);
    }

    /// <summary>Reads the layout of an instrumented file, stripped or not.</summary>
    /// <param name="module">The file; not kept.</param>
    /// <exception cref="MalformedDataException">It has no counters, or its function records make no sense.</exception>
    public static ModuleLayout Read(ElfObject module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var sections = ModuleSections.Read(module);
        return new ModuleLayout(sections, RawVersionDetector.Detect(sections));
    }

    private static int Bounded(ElfObject module, ulong count, string what) => count <= MaximumCounters
        ? (int)count
        : throw new MalformedDataException(module.Name, -1, $"{count} {what} are more than a module can have ({MaximumCounters})");
}
