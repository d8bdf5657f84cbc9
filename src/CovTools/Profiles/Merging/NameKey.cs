namespace CovTools.Profiles;

/// <summary>A function name as a dictionary key: its hash finds it, its bytes decide.</summary>
internal readonly struct NameKey(ulong hash, ReadOnlyMemory<byte> name) : IEquatable<NameKey>
{
    private readonly ulong _hash = hash;
    private readonly ReadOnlyMemory<byte> _name = name;

    public bool Equals(NameKey other) => _hash == other._hash && _name.Span.SequenceEqual(other._name.Span);

    public override bool Equals(object? obj) => obj is NameKey other && Equals(other);

    public override int GetHashCode() => _hash.GetHashCode();
}
