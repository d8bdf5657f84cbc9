using CovTools.Modules;
using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Tests.Modules;

/// <summary>The stored module, raw profile and indexed profile of one release.</summary>
internal sealed class GoldenModule
{
    private GoldenModule(int major)
    {
        Object = File.ReadAllBytes(Toolchain.Source($"program-{major}.elf"));
        Raw = File.ReadAllBytes(Toolchain.Source($"program-{major}.raw"));
        Indexed = File.ReadAllBytes(Toolchain.Source($"program-{major}.indexed"));
        Elf = ElfObject.Read(new MemoryByteSource($"program-{major}.elf", Object));
        Layout = ModuleLayout.Read(Elf);
        Profile = RawProfileReader.Read(new MemoryByteSource($"program-{major}.raw", Raw)).Single();
    }

    public byte[] Object { get; }

    public byte[] Raw { get; }

    public byte[] Indexed { get; }

    public ElfObject Elf { get; }

    public ModuleLayout Layout { get; }

    public RawProfile Profile { get; }

    public static GoldenModule Of(int major) => new(major);
}
