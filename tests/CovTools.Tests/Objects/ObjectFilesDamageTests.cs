using CovTools.Mapping;
using CovTools.Objects;
using CovTools.Tests.Support;

namespace CovTools.Tests.Objects;

[Collection("LLVM tools")]
public sealed class ObjectFilesDamageTests
{
    public static TheoryData<string> Kinds => ["macho", "dylib", "universal", "coff", "image", "archive", "darwin archive", "elf"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TruncatedFilesAreMalformed(string kind) => Mutations.Truncate(Of(kind), ReadEverything);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void DamagedFilesAreMalformedOrReadable(string kind)
    {
        var readable = Mutations.Change(Of(kind), Mutations.Count, ReadEverything);

        readable.ShouldBeInRange(Mutations.Count / 50, Mutations.Count * 49 / 50);
    }

    private static byte[] Of(string kind) => File.ReadAllBytes(kind switch
    {
        "macho" => ForeignObjects.Objects("arm64-apple-macos11")[1],
        "dylib" => ForeignObjects.Library("x86_64"),
        "universal" => ForeignObjects.Universal("small.o", ForeignObjects.Objects("x86_64-apple-macos11")[0], ForeignObjects.Objects("arm64-apple-macos11")[0]),
        "coff" => ForeignObjects.Objects("x86_64-pc-windows-msvc")[1],
        "image" => ForeignObjects.Image("i686"),
        "archive" => ForeignObjects.Archive("gnu.a", ForeignObjects.Objects("x86_64-linux-gnu"), "--format=gnu"),
        "darwin archive" => ForeignObjects.Archive("arm64-darwin.a", ForeignObjects.Objects("arm64-apple-macos11"), "--format=darwin"),
        "elf" => ForeignObjects.Objects("s390x-linux-gnu")[1],
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    });

    private static void ReadEverything(byte[] bytes)
    {
        // Only universal files need the name; everything else is read whatever it is for.
        var architecture = UniversalBinary.Recognise(bytes) ? "x86_64" : string.Empty;
        using var set = ObjectFiles.Open(new MemoryByteSource("damaged", bytes), architecture);
        foreach (var file in set.Files)
        {
            file.BuildId.Length.ShouldBeLessThan(1000);
            var sections = MappingSections.Read(file);
            if (sections.CoverageMap.Length > 0 && sections.Names.Length > 0)
            {
                CoverageMapping.Load([sections], TestContext.Current.CancellationToken).Functions.Count.ShouldBeLessThan(1000);
            }
        }
    }
}
