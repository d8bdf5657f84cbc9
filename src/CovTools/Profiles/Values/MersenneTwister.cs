namespace CovTools.Profiles;

/// <summary>The generator that LLVM's tools draw from when they sample traces: std::mt19937 with its default seed (M. Matsumoto, T. Nishimura, 1998), and the C++ library's ways to use it.</summary>
internal sealed class MersenneTwister
{
    private const int Size = 624;
    private const int Shift = 397;
    private const uint DefaultSeed = 5489;

    private readonly uint[] _state = new uint[Size];
    private int _next = Size;

    public MersenneTwister()
    {
        _state[0] = DefaultSeed;
        for (var i = 1U; i < Size; i++)
        {
            var last = _state[i - 1];
            _state[i] = unchecked((1812433253U * (last ^ (last >> 30))) + i);
        }
    }

    /// <summary>The next 32 bits.</summary>
    public uint Next()
    {
        if (_next == Size)
        {
            Advance();
        }

        var value = _state[_next++];
        value ^= value >> 11;
        value ^= (value << 7) & 0x9D2C5680U;
        value ^= (value << 15) & 0xEFC60000U;
        return value ^ (value >> 18);
    }

    /// <summary>A number from 0 to <paramref name="maximum"/>, both included, as std::uniform_int_distribution of libstdc++ 11 and newer makes it (D. Lemire's method).</summary>
    /// <param name="maximum">Less than 2^32 - 1; that many traces are never seen.</param>
    public uint UpTo(uint maximum)
    {
        var range = maximum + 1;
        var product = (ulong)Next() * range;
        if ((uint)product < range)
        {
            var threshold = unchecked(0U - range) % range;
            while ((uint)product < threshold)
            {
                product = (ulong)Next() * range;
            }
        }

        return (uint)(product >> 32);
    }

    private void Advance()
    {
        for (var i = 0; i < Size; i++)
        {
            var mixed = (_state[i] & 0x80000000U) | (_state[(i + 1) % Size] & 0x7FFFFFFFU);
            _state[i] = _state[(i + Shift) % Size] ^ (mixed >> 1) ^ ((mixed & 1) == 0 ? 0 : 0x9908B0DFU);
        }

        _next = 0;
    }
}
