namespace CovTools.Profiles;

/// <summary>A key of the profile and the chain of its records.</summary>
internal struct ProfileName(ulong hash, ReadOnlyMemory<byte> bytes)
{
    public readonly ulong Hash = hash;
    public readonly ReadOnlyMemory<byte> Bytes = bytes;
    public int FirstEntry = -1;
    public int LastEntry = -1;
    public int EntryCount;
}
