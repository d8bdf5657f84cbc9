using CovTools.Objects;

namespace CovTools.Modules;

/// <summary>The profile sections of a module, read.</summary>
internal sealed class ModuleSections
{
    private ModuleSections(ElfObject module, ElfSection data, ElfSection counters, ElfSection? bitmap, byte[] dataBytes, byte[] names, long namesOffset)
    {
        Module = module;
        Data = data;
        Counters = counters;
        Bitmap = bitmap;
        DataBytes = dataBytes;
        NamesBytes = names;
        Names = NameTable.Read(names, module.Name, namesOffset);
    }

    public ElfObject Module { get; }

    public ElfSection Data { get; }

    public ElfSection Counters { get; }

    public ElfSection? Bitmap { get; }

    /// <summary>The function records as the file has them.</summary>
    public byte[] DataBytes { get; }

    public byte[] NamesBytes { get; }

    public NameTable Names { get; }

    public ulong BitmapSize => Bitmap?.Size ?? 0;

    /// <summary>Whether a file has counters at all.</summary>
    public static bool Exist(ElfObject module) =>
        module.FindSection("__llvm_prf_data") is { Size: > 0 } && module.FindSection("__llvm_prf_cnts") is { Size: > 0 };

    public static ModuleSections Read(ElfObject module)
    {
        if (module.FindSection("__llvm_prf_data") is not { Size: > 0 } data || module.FindSection("__llvm_prf_cnts") is not { Size: > 0 } counters)
        {
            throw new MalformedDataException(module.Name, -1, "the file has no coverage counters (sections __llvm_prf_data and __llvm_prf_cnts); was it built with -fprofile-instr-generate?");
        }

        if (data.IsNoBits || data.IsCompressed)
        {
            throw new MalformedDataException(module.Name, -1, "the file has no contents in __llvm_prf_data; a file of debug information cannot stand for its module");
        }

        var names = module.FindSection("__llvm_prf_names");
        return new ModuleSections(
            module,
            data,
            counters,
            module.FindSection("__llvm_prf_bits"),
            module.ReadSection(data),
            names is null ? [] : module.ReadSection(names),
            names is null ? 0 : ByteSourceExtensions.ClampOffset(names.Offset));
    }
}
