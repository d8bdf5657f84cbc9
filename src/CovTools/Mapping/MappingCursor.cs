using System.Runtime.CompilerServices;

namespace CovTools.Mapping;

/// <summary>
/// Reads LEB128 numbers from hostile bytes. The first failure sticks: later reads give 0, so callers check
/// <see cref="Failed"/> in their loops and once at the end.
/// </summary>
internal ref struct MappingCursor
{
    /// <summary>Counter and line values must be smaller than this (CoverageMappingReader.cpp, readIntMax).</summary>
    public const ulong ValueLimit = uint.MaxValue;

    /// <summary>Empty after a failure, so that the short ways of reading need not look for one.</summary>
    private ReadOnlySpan<byte> _bytes;

    public MappingCursor(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
    }

    /// <summary>Next byte to read; where it failed once it has.</summary>
    public int Position { get; private set; }

    public readonly int Remaining => Failed ? 0 : _bytes.Length - Position;

    /// <summary>Why reading failed, or null.</summary>
    public string? Failure { get; private set; }

    public readonly bool Failed => Failure is not null;

    /// <summary>A number. Most have one byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadNumber()
    {
        var position = Position;
        if ((uint)position < (uint)_bytes.Length && _bytes[position] < 0x80)
        {
            Position = position + 1;
            return _bytes[position];
        }

        return ReadLongNumber();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong ReadLongNumber()
    {
        if (Failed)
        {
            return 0;
        }

        var result = 0UL;
        var position = Position;
        for (var shift = 0; ; shift += 7)
        {
            if (position == _bytes.Length)
            {
                return Fail("a number goes past the end");
            }

            var value = _bytes[position++];
            var part = (ulong)(value & 0x7f);
            if (part != 0 && (shift > 63 || (part << shift) >> shift != part))
            {
                return Fail("a number has more than 64 bits");
            }

            if (shift <= 63)
            {
                result |= part << shift;
            }

            if (value < 0x80)
            {
                Position = position;
                return result;
            }
        }
    }

    /// <summary>A number below <paramref name="limit"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadBelow(ulong limit, string what)
    {
        var start = Position;
        var value = ReadNumber();
        return value < limit ? value : FailBelow(start, value, limit, what);
    }

    /// <summary>A number of things of at least one byte each: never more than the bytes that are left.</summary>
    public int ReadSize(string what)
    {
        var start = Position;
        var value = ReadNumber();
        return value <= (ulong)Remaining ? (int)value : (int)FailAt(start, $"{value} {what} cannot fit into the {Remaining} bytes that are left");
    }

    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if (Failed)
        {
            return default;
        }

        var result = _bytes.Slice(Position, count);
        Position += count;
        return result;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong FailBelow(int start, ulong value, ulong limit, string what) => Failed ? value : FailAt(start, $"{what} {value} is not below {limit}");

    public ulong Fail(string reason) => FailAt(Position, reason);

    private ulong FailAt(int position, string reason)
    {
        if (!Failed)
        {
            Failure = reason;
            Position = position;
            _bytes = default;
        }

        return 0;
    }
}
