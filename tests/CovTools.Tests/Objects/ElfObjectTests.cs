using System.Text;
using CovTools.Modules;
using CovTools.Objects;
using CovTools.Tests.Modules;

namespace CovTools.Tests.Objects;

[Collection("LLVM tools")]
public sealed class ElfObjectTests
{
    [Fact]
    public void SectionsHaveTheContentsThatObjcopySees()
    {
        var program = Toolchain.Require(19).Program();
        using var source = new FileByteSource(program);
        var elf = ElfObject.Read(source);

        foreach (var name in (string[])["__llvm_covmap", "__llvm_covfun", "__llvm_prf_names", "__llvm_prf_data", ".comment"])
        {
            var dump = Path.Combine(Toolchain.Scratch(), "section");
            ToolRunner.Run("objcopy", ["--dump-section", $"{name}={dump}", program, "/dev/null"]);
            elf.TryReadSection(name, out var contents).ShouldBeTrue(name);
            contents.ShouldBe(File.ReadAllBytes(dump), name);
        }

        elf.TryReadSection(".bss", out _).ShouldBeFalse();
        elf.TryReadSection("nothing", out _).ShouldBeFalse();
    }

    [Fact]
    public void IdentityIsThatOfReadelf()
    {
        var program = Toolchain.Require(19).Program();
        using var source = new FileByteSource(program);
        var elf = ElfObject.Read(source);

        ToolRunner.Run("readelf", ["-n", program]).ShouldContain($"Build ID: {elf.BuildId}\n");
        elf.BuildId.Length.ShouldBe(40);
        elf.Comments.ShouldContain(text => text.Contains("clang version 19", StringComparison.Ordinal));
        (elf.Is64Bit, elf.IsBigEndian, elf.Machine, elf.IsDynamic).ShouldBe((true, false, 62, true));
    }

    [Fact]
    public void SymbolsAreFoundUntilTheFileIsStripped()
    {
        var program = Toolchain.Require(19).Program();
        using var source = new FileByteSource(program);
        using var strippedSource = new FileByteSource(Toolchain.Strip(program));
        var elf = ElfObject.Read(source);

        elf.TryReadSymbolValue("__llvm_profile_raw_version", out var version).ShouldBeTrue();
        version.ShouldBe(10UL);
        elf.TryFindSymbol("main", out var main).ShouldBeTrue();
        ToolRunner.Run("readelf", ["-Ws", program]).ShouldContain($"{main.Address:x16}");
        elf.TryFindSymbol("printf", out _).ShouldBeFalse("it is not defined here");
        ElfObject.Read(strippedSource).TryFindSymbol("__llvm_profile_raw_version", out _).ShouldBeFalse();
    }

    [Fact]
    public void CompressedSectionsAreInflated()
    {
        var tools = Toolchain.Require(19);
        var plain = tools.Program("debug", "-g");
        var compressed = Toolchain.Build("debug-compressed", output => ToolRunner.Run("objcopy", ["--compress-debug-sections=zlib", plain, output]));
        using var plainSource = new FileByteSource(plain);
        using var compressedSource = new FileByteSource(compressed);
        var elf = ElfObject.Read(compressedSource);

        elf.FindSection(".debug_info").ShouldNotBeNull().IsCompressed.ShouldBeTrue();
        elf.TryReadSection(".debug_info", out var inflated).ShouldBeTrue();
        inflated.ShouldBe(ElfObject.Read(plainSource).ReadSection(ElfObject.Read(plainSource).FindSection(".debug_info").ShouldNotBeNull()));
    }

    [Fact]
    public void MoreSectionsThanTheHeaderCanCountAreRead()
    {
        const int Count = 70_000;
        var file = Toolchain.Build("many.o", output =>
        {
            var text = new StringBuilder();
            for (var i = 0; i < Count; i++)
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $".section .s{i},\"a\"\n.byte {i % 251}\n");
            }

            File.WriteAllText(output + ".s", text.ToString());
            ToolRunner.Run("as", ["-o", output, output + ".s"]);
        });
        using var source = new FileByteSource(file);
        var elf = ElfObject.Read(source);

        elf.Sections.Count.ShouldBeGreaterThan(Count);
        elf.TryReadSection(".s69999", out var last).ShouldBeTrue();
        last.ShouldBe([69_999 % 251]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Wl,-z,pack-relative-relocs")]
    public void RelocatedPointersOfLlvm13LandInTheCounters(string option)
    {
        var tools = Toolchain.Require(13);
        var library = tools.Shapes(option, [.. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        using var source = new FileByteSource(library);
        var elf = ElfObject.Read(source);
        var data = elf.FindSection("__llvm_prf_data").ShouldNotBeNull();
        var counters = elf.FindSection("__llvm_prf_cnts").ShouldNotBeNull();

        var relocations = elf.RelativeRelocations(data.Address, data.Size);

        relocations.Count(relocation => counters.Contains(relocation.Value)).ShouldBe(ModuleLayout.Read(elf).Functions.Count);
        relocations.ShouldAllBe(relocation => data.Contains(relocation.Address));
    }

    [Theory]
    [InlineData("i386-linux-gnu", 3, false, false)]
    [InlineData("powerpc-linux-gnu", 20, false, true)]
    [InlineData("powerpc64-linux-gnu", 21, true, true)]
    [InlineData("s390x-linux-gnu", 22, true, true)]
    [InlineData("aarch64-linux-gnu", 183, true, false)]
    [InlineData("armv7-linux-gnueabihf", 40, false, false)]
    public void ObjectsOfOtherMachinesAreRead(string target, int machine, bool is64Bit, bool isBigEndian)
    {
        var file = ForeignModules.Compile(target);
        using var source = new FileByteSource(file);
        var elf = ElfObject.Read(source);

        (elf.Machine, elf.Is64Bit, elf.IsBigEndian, elf.ObjectType).ShouldBe((machine, is64Bit, isBigEndian, 1));
        elf.TryReadSection("__llvm_prf_names", out var names).ShouldBeTrue();
        NameTable.Read(names, file, 0).Count.ShouldBe(4);
        elf.FindSections("__llvm_covfun").Count().ShouldBe(4);
    }

    [Fact]
    public void OtherFilesAreNamedInTheError()
    {
        var source = new MemoryByteSource("notes.txt", "this is no object file"u8.ToArray());

        Should.Throw<MalformedDataException>(() => ElfObject.Read(source)).Message.ShouldStartWith("notes.txt: offset 0x0:");
    }
}
