using System.Globalization;
using System.Text;

namespace CovTools.Objects;

/// <summary>Names of COFF sections: eight bytes, or <c>/</c> and the offset of a longer name in the string table, decimal or (<c>//</c>) in base 64.</summary>
internal sealed class CoffSectionNames(IByteSource source, ulong stringTable)
{
    /// <summary>Real names are far shorter; a damaged string table must not make every section own a copy of it.</summary>
    private const int MaximumLength = 1024;

    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    public string Read(ReadOnlySpan<byte> field, long offset)
    {
        var end = field.IndexOf((byte)0);
        var text = Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
        if (!text.StartsWith('/') || stringTable == 0)
        {
            return text;
        }

        var place = text.StartsWith("//", StringComparison.Ordinal) ? FromBase64(text.AsSpan(2))
            : ulong.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : null;
        return place is { } known ? ReadLong(known) : throw new MalformedDataException(source.Name, offset, $"the section name '{text}' is no place in the string table");
    }

    private static ulong? FromBase64(ReadOnlySpan<char> digits)
    {
        var value = 0UL;
        foreach (var digit in digits)
        {
            var number = Digits.IndexOf(digit, StringComparison.Ordinal);
            if (number < 0)
            {
                return null;
            }

            value = (value * 64) + (ulong)number;
        }

        return value;
    }

    private string ReadLong(ulong place)
    {
        var start = stringTable + place;
        source.Require(start, 1, "a section name in the string table");
        var bytes = source.ReadBytes(start, Math.Min(MaximumLength, (ulong)source.Length - start), "a section name");
        var end = bytes.AsSpan().IndexOf((byte)0);
        return end < 0 ? throw new MalformedDataException(source.Name, (long)start, "a section name has no end") : Encoding.UTF8.GetString(bytes, 0, end);
    }
}
