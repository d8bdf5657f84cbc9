namespace CovTools.Profiles;

/// <summary>Numbers as text profiles have them (StringRef::getAsInteger in llvm/ADT/StringRef.h): no sign, no blanks.</summary>
internal static class TextNumber
{
    /// <summary>A decimal number up to <paramref name="maximum"/>.</summary>
    public static bool TryParseDecimal(ReadOnlySpan<byte> text, ulong maximum, out ulong value) => TryParse(text, 10, maximum, out value);

    /// <summary>A number up to <paramref name="maximum"/>: hexadecimal after 0x, binary after 0b, octal after 0o or 0, else decimal.</summary>
    public static bool TryParseAny(ReadOnlySpan<byte> text, ulong maximum, out ulong value)
    {
        if (text.Length < 2 || text[0] != '0')
        {
            return TryParse(text, 10, maximum, out value);
        }

        return (text[1] | 0x20) switch
        {
            'x' => TryParse(text[2..], 16, maximum, out value),
            'b' => TryParse(text[2..], 2, maximum, out value),
            'o' => TryParse(text[2..], 8, maximum, out value),
            >= '0' and <= '9' => TryParse(text[1..], 8, maximum, out value),
            _ => TryParse(text, 10, maximum, out value),
        };
    }

    private static bool TryParse(ReadOnlySpan<byte> text, uint radix, ulong maximum, out ulong value)
    {
        value = 0;
        foreach (var character in text)
        {
            var digit = character switch
            {
                >= (byte)'0' and <= (byte)'9' => character - '0',
                >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => character - 'A' + 10,
                _ => int.MaxValue,
            };
            var high = Math.BigMul(value, radix, out var product);
            if (digit >= radix || high != 0 || product > ulong.MaxValue - (ulong)digit)
            {
                return false;
            }

            value = product + (ulong)digit;
        }

        return !text.IsEmpty && value <= maximum;
    }
}
