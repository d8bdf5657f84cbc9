using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>One profile as an LLVM runtime wrote it: the counters of one module of one process.</summary>
public sealed class RawProfile : IProfile
{
    internal RawProfile(RawProfileHeader header)
    {
        Version = header.Layout.Version;
        Flags = header.Flags;
        CounterSize = header.CounterSize;
        Is64Bit = header.Order.Is64Bit;
        IsBigEndian = header.Order.BigEndian;
    }

    /// <summary>Raw version: 5, 7 to 11.</summary>
    public int Version { get; }

    /// <inheritdoc/>
    public LlvmRelease? Release => LlvmRelease.FromRawVersion(Version);

    /// <inheritdoc/>
    public bool IsRaw => true;

    /// <inheritdoc/>
    public TemporalTraces Traces => TemporalTraces.None;

    /// <inheritdoc/>
    public IReadOnlyList<ReadOnlyMemory<byte>> VirtualTableNames => [];

    /// <summary>Kind of instrumentation.</summary>
    public ProfileFlags Flags { get; }

    /// <summary>Bytes that a counter takes in the process: 8, or 1.</summary>
    public int CounterSize { get; }

    /// <summary>The process had 64-bit addresses.</summary>
    public bool Is64Bit { get; }

    /// <summary>The process stored numbers most significant byte first.</summary>
    public bool IsBigEndian { get; }

    /// <summary>Build ids of the module, lower-case hex; usually one, none when it was linked without.</summary>
    public required IReadOnlyList<string> BinaryIds { get; init; }

    /// <summary>The functions, in the order of the module's records.</summary>
    public required IReadOnlyList<RawFunction> Functions { get; init; }

    /// <summary>Every counter of the module; of single-byte counters 1 means executed.</summary>
    public required ReadOnlyMemory<ulong> Counters { get; init; }

    /// <summary>The MC/DC bitmaps of the module.</summary>
    public required ReadOnlyMemory<byte> Bitmap { get; init; }

    /// <summary>The names section as it was in the module (without it, names cannot be known).</summary>
    public required ReadOnlyMemory<byte> NamesSection { get; init; }

    /// <summary>The names, by hash.</summary>
    public required NameTable Names { get; init; }

    /// <summary>
    /// The functions with their counters, as slices of <see cref="Counters"/> and <see cref="Bitmap"/>. A function whose name is unknown gets the empty
    /// name, as in LLVM.
    /// </summary>
    public IEnumerable<FunctionRecord> Records()
    {
        var unnamed = NameHash.Compute([]);
        foreach (var function in Functions)
        {
            var named = Names.TryGetName(function.NameHash, out var name);
            yield return new FunctionRecord(
                named ? function.NameHash : unnamed,
                name,
                function.FunctionHash,
                Counters.Slice(function.FirstCounter, function.CounterCount),
                Bitmap.Slice(function.FirstBitmapByte, function.BitmapSize));
        }
    }

    /// <summary>The arrays that <see cref="Records"/> are slices of, for sums of several profiles of the module.</summary>
    internal (Memory<ulong> Counters, Memory<byte> Bitmap) Totals() =>
        (System.Runtime.InteropServices.MemoryMarshal.AsMemory(Counters), System.Runtime.InteropServices.MemoryMarshal.AsMemory(Bitmap));

    /// <summary>Adds everything to a merged profile.</summary>
    public void AddTo(ProfileBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddFlags(Flags);
        foreach (var id in BinaryIds)
        {
            builder.AddBinaryId(Convert.FromHexString(id));
        }

        foreach (var record in Records())
        {
            builder.Add(record);
        }
    }
}
