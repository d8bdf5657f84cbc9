namespace CovTools.Coverage;

/// <summary>
/// Says of keys, all of which were added before, which may have been added more than once. Most functions share nothing with others, and these few bits stay in the processor's
/// cache, which a dictionary of all functions does not.
/// </summary>
internal sealed class RepeatFilter
{
    private const int BitsPerKey = 16;
    private const int MaximumBits = 31;

    private readonly ulong[] _once;
    private readonly ulong[] _again;
    private readonly int _shift;

    /// <param name="keys">How many keys will be added.</param>
    public RepeatFilter(int keys)
    {
        var bits = Math.Clamp(1 + int.Log2(Math.Max(1, keys)) + int.Log2(BitsPerKey), 6, MaximumBits);
        _once = new ulong[1 << (bits - 6)];
        _again = new ulong[_once.Length];
        _shift = 64 - bits;
    }

    public void Add(uint upper, ulong lower)
    {
        var place = PlaceOf(upper, lower);
        var bit = 1UL << (place & 63);
        ref var once = ref _once[place >> 6];
        _again[place >> 6] |= once & bit;
        once |= bit;
    }

    /// <summary>False: the key was added once.</summary>
    public bool MayRepeat(uint upper, ulong lower)
    {
        var place = PlaceOf(upper, lower);
        return (_again[place >> 6] >> (place & 63) & 1) != 0;
    }

    private int PlaceOf(uint upper, ulong lower)
    {
        const ulong Mixer = 0x9E37_79B9_7F4A_7C15;
        return (int)(unchecked(((lower * Mixer) ^ upper) * Mixer) >> _shift);
    }
}
