namespace CovTools.Profiles;

/// <summary>Writes value profiling data as <see cref="RawValueReader"/> reads it, 64 bit, little-endian.</summary>
internal sealed class RawValueWriter
{
    private readonly byte[] _word = new byte[sizeof(ulong)];

    private RawValueWriter(int records, int kinds) => SiteCounts = new ushort[checked(records * kinds)];

    /// <summary>Value sites of every record by kind; a record has a block when one of its numbers is not 0.</summary>
    public ushort[] SiteCounts { get; }

    /// <summary>The blocks of all records.</summary>
    public MemoryStream Blocks { get; } = new();

    /// <summary>Lays out the values of a profile anew, as the process saw them; kinds from <paramref name="kinds"/> on are left out.</summary>
    public static RawValueWriter Encode(RawProfile profile, int kinds)
    {
        var writer = new RawValueWriter(profile.Functions.Count, kinds);
        var reader = profile.NewValueReader();
        for (var i = 0; i < profile.Functions.Count; i++)
        {
            if (profile.Contents.Records.Read(i).HasValueSites && reader.Read(i, addresses: null) is { } values)
            {
                writer.Add(values, writer.SiteCounts.AsSpan(i * kinds, kinds));
            }
        }

        return writer;
    }

    private void Add(ValueProfile values, Span<ushort> siteCounts)
    {
        var start = Blocks.Position;
        var written = 0U;
        Put(0);
        for (var kind = 0; kind < siteCounts.Length; kind++)
        {
            var sites = values.Sites((ValueKind)kind);
            if (sites.Count > 0)
            {
                siteCounts[kind] = (ushort)Math.Min(sites.Count, ushort.MaxValue);
                written++;
                AddSites((uint)kind, sites);
            }
        }

        if (written == 0)
        {
            Blocks.SetLength(start);
            Blocks.Position = start;
            return;
        }

        var end = Blocks.Position;
        Blocks.Position = start;
        Put((uint)(end - start), written);
        Blocks.Position = end;
    }

    private void AddSites(uint kind, IReadOnlyList<IReadOnlyList<ValueCount>> sites)
    {
        Put(kind, (uint)sites.Count);
        foreach (var site in sites)
        {
            Blocks.WriteByte((byte)site.Count);
        }

        Blocks.Write(stackalloc byte[RawBody.Padding(sites.Count)]);
        foreach (var (value, count) in sites.SelectMany(site => site))
        {
            Put(value);
            Put(count);
        }
    }

    private void Put(uint first, uint second) => Put(first | ((ulong)second << 32));

    private void Put(ulong value)
    {
        RawTarget.Order.PutU64(_word, 0, value);
        Blocks.Write(_word);
    }
}
