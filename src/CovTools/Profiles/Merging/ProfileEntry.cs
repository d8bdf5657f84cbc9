using System.Runtime.InteropServices;

namespace CovTools.Profiles;

/// <summary>A record of the profile; counters are copied when something is first added to them.</summary>
internal struct ProfileEntry(int name, ulong functionHash, ReadOnlyMemory<ulong> counters, ReadOnlyMemory<byte> bitmap, ValueProfile? values)
{
    public readonly int Name = name;
    public readonly ulong FunctionHash = functionHash;
    public ReadOnlyMemory<ulong> Counters = counters;
    public ReadOnlyMemory<byte> Bitmap = bitmap;
    public ValueProfile? Values = values;
    public bool OwnsCounters;
    public bool OwnsBitmap;
    public int NextEntry = -1;

    public Span<ulong> WritableCounters()
    {
        if (!OwnsCounters)
        {
            Counters = Counters.ToArray();
            OwnsCounters = true;
        }

        return MemoryMarshal.AsMemory(Counters).Span;
    }

    public Span<byte> WritableBitmap()
    {
        if (!OwnsBitmap)
        {
            Bitmap = Bitmap.ToArray();
            OwnsBitmap = true;
        }

        return MemoryMarshal.AsMemory(Bitmap).Span;
    }
}
