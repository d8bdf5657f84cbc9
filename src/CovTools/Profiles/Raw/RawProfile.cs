using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>
/// One profile as an LLVM runtime wrote it: the counters of one module of one process. Its sections were found to lie in the file; records and their value profiling data are
/// checked when they are asked for, as in LLVM.
/// </summary>
public sealed class RawProfile : IProfile
{
    private const int TimeStampSize = 8;
    private const ulong NeverCalled = ulong.MaxValue;

    private readonly IByteSource _source;
    private readonly ulong _offset;
    private readonly RawProfileSections _sections;
    private readonly RawTimeStamps _stamps;
    private readonly Lazy<RawFunction[]> _functions;
    private readonly Lazy<ulong[]> _counters;
    private ulong _end;

    internal RawProfile(IByteSource source, ulong offset, RawProfileHeader header, ProfileReadOptions options, RawTimeStamps stamps)
    {
        _source = source;
        _offset = offset;
        _stamps = stamps;
        _sections = new RawProfileSections(source, offset, header);
        Header = header;
        BinaryIds = RawBinaryIds.Read(source, header, _sections);
        if (header.NeedsCorrelation && options.Correlation is { } correlation)
        {
            RequireSameModule(correlation);
        }

        Contents = new RawProfileContents(source, header, _sections, options.Correlation);
        _counters = new Lazy<ulong[]>(() => Contents.Counters ?? Array.ConvertAll(Contents.CounterBytes, Executed));
        _functions = new Lazy<RawFunction[]>(ResolveFunctions);
    }

    /// <summary>Raw version: 5, 7 to 11.</summary>
    public int Version => Header.Layout.Version;

    /// <inheritdoc/>
    public LlvmRelease? Release => LlvmRelease.FromRawVersion(Version);

    /// <inheritdoc/>
    public bool IsRaw => true;

    /// <inheritdoc/>
    public ProfileFlags Flags => Header.Flags;

    /// <summary>Bytes that a counter takes in the process: 8, or 1.</summary>
    public int CounterSize => Header.CounterSize;

    /// <summary>The process had 64-bit addresses.</summary>
    public bool Is64Bit => Header.Order.Is64Bit;

    /// <summary>The process stored numbers most significant byte first.</summary>
    public bool IsBigEndian => Header.Order.BigEndian;

    /// <summary>Build ids of the module, lower-case hex; usually one, none when it was linked without. Of several profiles in a file each has its own (LLVM up to 17 keeps those of the last one only).</summary>
    public IReadOnlyList<string> BinaryIds { get; }

    /// <summary>The functions, in the order of the module's records.</summary>
    /// <exception cref="MalformedDataException">A record is damaged.</exception>
    public IReadOnlyList<RawFunction> Functions => _functions.Value;

    /// <summary>Every counter of the module, time stamps too; of single-byte counters 1 means executed.</summary>
    public ReadOnlyMemory<ulong> Counters => _counters.Value;

    /// <summary>The MC/DC bitmaps of the module.</summary>
    public ReadOnlyMemory<byte> Bitmap => Contents.Bitmap;

    /// <summary>The names section as it was in the module (without it, names cannot be known).</summary>
    public ReadOnlyMemory<byte> NamesSection => Contents.NamesSection;

    /// <summary>The names, by hash.</summary>
    public NameTable Names => Contents.Names;

    /// <inheritdoc/>
    public IReadOnlyList<ReadOnlyMemory<byte>> VirtualTableNames => Contents.VirtualTableNames.InOrder;

    /// <summary>
    /// The time stamps of a temporal profile as one trace. Those of all profiles in a file are one trace, as in LLVM, and the last of them has it.
    /// </summary>
    public TemporalTraces Traces => Next < (ulong)_source.Length ? TemporalTraces.None : _stamps.ToTraces();

    /// <summary>Records lie one behind another, as compilers lay them out: none shares counters with another one. Known after <see cref="IsSummable"/>.</summary>
    internal bool HasSeparateRecords { get; private set; }

    internal RawProfileHeader Header { get; }

    internal RawProfileContents Contents { get; }

    /// <summary>Offset of the profile that follows this one in the file, or the size of the file.</summary>
    internal ulong Next => _source.SkipZeros(_end == 0 ? FindEnd() : _end);

    /// <summary>
    /// The functions with their counters, as slices of <see cref="Counters"/> and <see cref="Bitmap"/>. A function whose name is unknown gets the empty
    /// name, as in LLVM. The source must be open for profiles with value profiling data.
    /// </summary>
    public IEnumerable<FunctionRecord> Records()
    {
        var unnamed = NameHash.Compute([]);
        var stamps = Flags.HasFlag(ProfileFlags.Temporal) ? _stamps.Start(_offset) : null;
        var values = NewValueReader();
        RawAddressMap? addresses = null;
        var (table, names, counters) = (Contents.Records, Names, Counters);
        var nextName = 0;
        var claimed = 0UL;
        for (var i = 0; i < table.Count; i++)
        {
            var record = table.Read(i);
            var function = table.Resolve(i, record, ref claimed);
            if (stamps is not null && TimeStamp(function) is not (0 or NeverCalled) and var stamp)
            {
                stamps.Add((stamp, function.NameHash));
            }

            var sites = record.HasValueSites ? values.Read(i, addresses ??= new RawAddressMap(table, Contents.VirtualTables)) : null;
            var isNamed = names.TryGetName(function.NameHash, ref nextName, out var name);
            yield return new FunctionRecord(
                isNamed ? function.NameHash : unnamed,
                name,
                function.FunctionHash,
                counters.Slice(function.FirstCounter, function.CounterCount),
                Bitmap.Slice(function.FirstBitmapByte, function.BitmapSize),
                sites);
        }

        _end = values.Position;
    }

    /// <summary>The arrays that <see cref="Records"/> are slices of, for sums of several profiles of the module.</summary>
    internal (Memory<ulong> Counters, Memory<byte> Bitmap) Totals() =>
        (System.Runtime.InteropServices.MemoryMarshal.AsMemory(Counters), System.Runtime.InteropServices.MemoryMarshal.AsMemory(Bitmap));

    /// <summary>
    /// Whether all that profiles of the module differ in are counters and bitmaps: it has functions, but no value sites. All records are checked, and the names are hashed.
    /// </summary>
    /// <exception cref="MalformedDataException">A record is damaged.</exception>
    internal bool IsSummable()
    {
        var claimed = 0UL;
        var (nextCounter, nextByte) = (0, 0);
        HasSeparateRecords = true;
        for (var i = 0; i < Contents.Records.Count; i++)
        {
            var record = Contents.Records.Read(i);
            if (record.HasValueSites)
            {
                return false;
            }

            var function = Contents.Records.Resolve(i, record, ref claimed);
            HasSeparateRecords &= function.FirstCounter >= nextCounter && (function.BitmapSize == 0 || function.FirstBitmapByte >= nextByte);
            nextCounter = function.FirstCounter + function.CounterCount;
            nextByte = function.BitmapSize == 0 ? nextByte : function.FirstBitmapByte + function.BitmapSize;
        }

        return Contents.Records.Count > 0 && Names.ContainsKey(Contents.Records.Read(0).NameHash);
    }

    internal RawValueReader NewValueReader() => new(_source, Header, _sections.End);

    private ulong FindEnd()
    {
        var values = NewValueReader();
        for (var i = 0; i < Contents.Records.Count; i++)
        {
            if (Contents.Records.Read(i).HasValueSites)
            {
                values.Skip(i);
            }
        }

        return _end = values.Position;
    }

    private static ulong Executed(byte counter) => counter == 0 ? 1UL : 0; // it starts as 0xff

    private void RequireSameModule(ICorrelation correlation)
    {
        if (BinaryIds.Count > 0 && correlation.BuildId.Length > 0 && !BinaryIds.Contains(correlation.BuildId, StringComparer.Ordinal))
        {
            throw new MalformedDataException(
                _source.Name, (long)_sections.BinaryIds, $"the profile is of the program with build id {string.Join(", ", BinaryIds)}, {correlation.Name} is another one ({correlation.BuildId})");
        }
    }

    private ulong TimeStamp(in RawFunction function) => Contents.Counters is { } counters
        ? counters[function.FirstCounter - 1]
        : Header.Order.U64(Contents.CounterBytes, function.FirstCounter - TimeStampSize);

    private RawFunction[] ResolveFunctions()
    {
        var functions = new RawFunction[Contents.Records.Count];
        var claimed = 0UL;
        for (var i = 0; i < functions.Length; i++)
        {
            functions[i] = Contents.Records.Resolve(i, Contents.Records.Read(i), ref claimed);
        }

        return functions;
    }
}
