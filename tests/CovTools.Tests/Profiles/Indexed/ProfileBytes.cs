using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Tests.Profiles.Indexed;

/// <summary>Seeded profiles, written by us or by hand.</summary>
internal static class ProfileBytes
{
    public static IndexedProfileReader Open(byte[] bytes) => new(new MemoryByteSource("p.profdata", bytes));

    /// <summary>Records that outlive the reader.</summary>
    public static List<FunctionRecord> Copy(IEnumerable<FunctionRecord> records)
        => [.. records.Select(record => record with { Name = record.Name.ToArray(), Counters = record.Counters.ToArray(), Bitmap = record.Bitmap.ToArray() })];

    /// <summary>A record as one line, to compare by.</summary>
    public static string Describe(FunctionRecord record)
    {
        var values = record.Values is null ? "" : string.Join(' ', Enumerable.Range(0, ValueProfile.KindCount)
            .Select(kind => $"{kind}[{string.Join('|', record.Values.Sites((ValueKind)kind).Select(site => string.Join(',', site.Select(value => $"{value.Value}:{value.Count}"))))}]"));
        return $"{record.NameHash:x} {record.NameText} {record.FunctionHash:x} {string.Join(',', record.Counters.ToArray())} {Convert.ToHexString(record.Bitmap.Span)} {values}";
    }

    /// <summary>A seeded profile with everything, merged from text.</summary>
    public static (ProfileBuilder Builder, ProfileWriteOptions Options) Random(int seed, LlvmRelease release, int functions = 30)
    {
        var text = new SampleText(seed, functions) { Header = ":csir\n:entry_first\n", Bitmaps = release.Major >= 18, ValueKinds = release.Major >= 19 ? 3 : 2, Traces = 4 }.Make();
        var profile = new TextProfileReader(new MemoryByteSource("random", System.Text.Encoding.UTF8.GetBytes(text)));
        var builder = new ProfileBuilder(release);
        builder.Add(profile);
        builder.AddBinaryId([1, 2, 3, (byte)seed]);
        builder.AddBinaryId([.. Enumerable.Range(0, 20).Select(i => (byte)(i * seed))]);
        return (builder, new ProfileWriteOptions { KeepVirtualTableNames = true });
    }

    public static byte[] Write(ProfileBuilder builder, ProfileWriteOptions? options = null)
    {
        using var stream = new MemoryStream();
        IndexedProfileWriter.Write(builder, stream, options);
        return stream.ToArray();
    }

    /// <summary>A profile as releases before 13 wrote it: one bucket with one name.</summary>
    public static byte[] Old(int version, string name, params ulong[] data)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var key = System.Text.Encoding.UTF8.GetBytes(name);
        var summary = version >= 4 ? 448 : 0;
        var payload = 2 + 24 + key.Length + (data.Length * 8);
        var index = (40 + summary + payload + 7) & ~7;
        foreach (var word in (ReadOnlySpan<ulong>)[IndexedMagic, (ulong)version, 0, 0, (ulong)index])
        {
            writer.Write(word);
        }

        if (version >= 4)
        {
            writer.Write(6UL);
            writer.Write(16UL);
            writer.Write(new byte[summary - 16]);
        }

        writer.Write((ushort)1);
        foreach (var word in (ReadOnlySpan<ulong>)[NameHash.Compute(key), (ulong)key.Length, (ulong)data.Length * 8])
        {
            writer.Write(word);
        }

        writer.Write(key);
        foreach (var word in data)
        {
            writer.Write(word);
        }

        writer.Write(new byte[index - 40 - summary - payload]);
        foreach (var word in (ReadOnlySpan<ulong>)[1, 1, (ulong)(40 + summary)])
        {
            writer.Write(word);
        }

        writer.Flush();
        return stream.ToArray();
    }

    private const ulong IndexedMagic = 0x8169666F72706CFF;
}
