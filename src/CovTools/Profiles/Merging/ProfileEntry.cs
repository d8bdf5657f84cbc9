namespace CovTools.Profiles;

/// <summary>A record of the profile; it owns its memory.</summary>
internal struct ProfileEntry(int name, ulong functionHash, Memory<ulong> counters, Memory<byte> bitmap, ValueProfile? values)
{
    public readonly int Name = name;
    public readonly ulong FunctionHash = functionHash;
    public readonly Memory<ulong> Counters = counters;
    public readonly Memory<byte> Bitmap = bitmap;
    public ValueProfile? Values = values;
    public int NextEntry = -1;
}
