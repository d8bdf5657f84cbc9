using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>
/// Function records and names of a program that was built with -profile-correlate=binary: they are in sections that are not loaded, __llvm_covdata and __llvm_covnames
/// (LLVM 18 and later), so the profiles of its runs have counters only.
/// </summary>
public sealed class BinaryCorrelation : ICorrelation
{
    private readonly Lazy<NameTable> _names;

    private BinaryCorrelation(ElfObject module, byte[] records, byte[] names, long namesOffset, ulong countersAddress, ulong bitmapAddress)
    {
        Name = module.Name;
        BuildId = module.BuildId;
        Records = records;
        Names = names;
        CountersAddress = countersAddress;
        BitmapAddress = bitmapAddress;
        _names = new Lazy<NameTable>(() => NameTable.Read(names, Name, namesOffset));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string BuildId { get; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Records { get; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Names { get; }

    /// <inheritdoc/>
    public ulong CountersAddress { get; }

    /// <inheritdoc/>
    public ulong BitmapAddress { get; }

    internal NameTable NameTable => _names.Value;

    /// <summary>Reads the sections of a linked program or library.</summary>
    /// <param name="module">The file; not needed afterwards.</param>
    /// <exception cref="MalformedDataException">It has no such sections, or they go past the end of the file.</exception>
    public static BinaryCorrelation Read(ElfObject module)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (module.FindSection("__llvm_prf_cnts") is not { } counters
            || module.FindSection("__llvm_covnames") is not { } names
            || !module.TryReadSection("__llvm_covdata", out var records)
            || records.Length == 0)
        {
            throw new MalformedDataException(module.Name, -1, CorrelationReasons.NoSections);
        }

        var bitmap = module.FindSection("__llvm_prf_bits")?.Address ?? 0;
        return new BinaryCorrelation(module, records, module.ReadSection(names), ByteSourceExtensions.ClampOffset(names.Offset), counters.Address, bitmap);
    }
}
