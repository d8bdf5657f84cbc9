using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Tests.Support;

namespace CovTools.Tests.Profiles.Indexed;

public sealed class IndexedProfileReaderDamageTests
{
    private static readonly int[] s_releases = [13, 16, 18, 19, 23];

    [Fact]
    public void EveryTruncationIsMalformed()
    {
        foreach (var release in s_releases)
        {
            var file = Sample(release, functions: 8);
            for (var length = 8; length < file.Length; length++)
            {
                var cut = file[..length];
                Should.Throw<MalformedDataException>(() => Read(cut), $"LLVM {release}, {length} of {file.Length} bytes");
            }
        }
    }

    [Fact]
    public void ShortFilesOnlyFailAsMalformed() => Mutations.Truncate(Sample(19, functions: 2), ReadAny);

    [Fact]
    public void DamageOnlyFailsAsMalformed()
    {
        byte[][] files = [.. s_releases.Select(release => Sample(release, functions: 4)), ProfileBytes.Old(1, "f", 5, 1, 2), ProfileBytes.Old(2, "f", 5, 1, 9, 6, 1, 7)];

        Mutations.Change(files, Mutations.Count, ReadAny).ShouldBeGreaterThan(0);
    }

    private static byte[] Sample(int major, int functions)
    {
        var (builder, options) = ProfileBytes.Random(major, new LlvmRelease(major), functions);
        return ProfileBytes.Write(builder, options);
    }

    private static void Read(byte[] bytes)
    {
        var profile = ProfileBytes.Open(bytes);
        foreach (var record in profile.Records())
        {
            _ = record.NameText.Length + record.Counters.Span.Length + record.Bitmap.Span.Length;
        }
    }

    /// <summary>Damage to the first bytes can make another format of it.</summary>
    private static void ReadAny(byte[] bytes)
    {
        foreach (var profile in ProfileReader.Read(new MemoryByteSource("damaged", bytes)))
        {
            foreach (var record in profile.Records())
            {
                _ = record.NameText.Length + record.Counters.Span.Length + record.Bitmap.Span.Length;
            }
        }
    }
}
