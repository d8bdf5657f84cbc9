using CovTools.Modules;
using CovTools.Objects;
using CovTools.Tests.Modules;
using CovTools.Tests.Support;

namespace CovTools.Tests.Objects;

public sealed class ElfObjectDamageTests
{
    [Theory]
    [InlineData(17)]
    [InlineData(23)]
    public void TruncatedFilesAreMalformed(int major) => Mutations.Truncate(GoldenModule.Of(major).Object, ReadEverything);

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(23)]
    public void DamagedFilesAreMalformedOrReadable(int major)
    {
        var readable = Mutations.Change(GoldenModule.Of(major).Object, Mutations.Count, ReadEverything);

        readable.ShouldBeInRange(Mutations.Count / 20, Mutations.Count * 19 / 20);
    }

    private static void ReadEverything(byte[] bytes)
    {
        var elf = ElfObject.Read(new MemoryByteSource("damaged.elf", bytes));
        foreach (var section in elf.Sections)
        {
            elf.ReadSection(section);
        }

        elf.BuildId.Length.ShouldBeLessThan(1000);
        elf.Comments.Count.ShouldBeLessThanOrEqualTo(1000);
        elf.TryReadSymbolValue("__llvm_profile_raw_version", out _);
        elf.RelativeRelocations(0, ulong.MaxValue).Count.ShouldBeLessThan(100_000);
        CoverageObjectWriter.Write(elf, Stream.Null);
        ModuleLayout.Read(elf).Functions.ShouldNotBeEmpty();
    }
}
