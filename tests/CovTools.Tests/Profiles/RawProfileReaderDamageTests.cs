using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Tests.Support;

namespace CovTools.Tests.Profiles;

public sealed class RawProfileReaderDamageTests
{
    public static TheoryData<int> Versions => [5, 7, 8, 9, 10, 11];

    [Theory]
    [MemberData(nameof(Versions))]
    public void TruncatedProfilesAreMalformed(int version)
    {
        var file = new SyntheticRawProfile { Version = version, ValueData = true, CompressNames = true }.ToArray();

        for (var length = 1; length < file.Length; length++)
        {
            Should.Throw<MalformedDataException>(() => ReadEverything(file[..length]));
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void DamagedProfilesAreMalformedOrReadable(int version)
    {
        var first = new SyntheticRawProfile { Version = version, ValueData = true, CompressNames = true };
        var second = new SyntheticRawProfile { Version = version };

        var readable = Mutations.Change([.. first.ToArray(), .. second.ToArray()], 20_000, ReadEverything);

        readable.ShouldBeInRange(500, 19_500);
    }

    private static void ReadEverything(byte[] bytes)
    {
        foreach (var profile in RawProfileReader.Read(new MemoryByteSource("damaged.profraw", bytes)))
        {
            foreach (var record in profile.Records())
            {
                record.Counters.Length.ShouldBeGreaterThan(0);
                record.NameText.ShouldNotBeNull();
            }
        }
    }
}
