using System.Globalization;
using System.Text;

namespace CovTools.Reports;

/// <summary>Values as LLVM's JSON library prints them (llvm/lib/Support/JSON.cpp).</summary>
internal static class JsonText
{
    private static readonly System.Buffers.SearchValues<byte> s_special = System.Buffers.SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(static i => (byte)i), (byte)'"', (byte)'\\']);

    /// <summary>A count: JSON's numbers are signed here, larger ones are cut.</summary>
    public static void WriteCount(Utf8Output output, ulong count) => output.Write(Math.Min(count, long.MaxValue));

    public static void Write(Utf8Output output, bool value) => output.Write(value ? "true"u8 : "false"u8);

    /// <summary>With 17 digits, as C's <c>%.17g</c>.</summary>
    public static void Write(Utf8Output output, double value) => output.WriteUtf8(value.ToString("G17", CultureInfo.InvariantCulture).Replace('E', 'e'));

    public static void WriteString(Utf8Output output, string text) => WriteString(output, Encoding.UTF8.GetBytes(text));

    /// <summary>Only what must be is escaped; bytes that are no UTF-8 become U+FFFD.</summary>
    public static void WriteString(Utf8Output output, ReadOnlySpan<byte> text)
    {
        if (!System.Text.Unicode.Utf8.IsValid(text))
        {
            text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));
        }

        output.Write((byte)'"');
        for (var special = text.IndexOfAny(s_special); special >= 0; special = text.IndexOfAny(s_special))
        {
            output.Write(text[..special]);
            WriteEscaped(output, text[special]);
            text = text[(special + 1)..];
        }

        output.Write(text);
        output.Write((byte)'"');
    }

    private static void WriteEscaped(Utf8Output output, byte value)
    {
        output.Write((byte)'\\');
        switch (value)
        {
            case (byte)'"' or (byte)'\\':
                output.Write(value);
                break;
            case (byte)'\t':
                output.Write((byte)'t');
                break;
            case (byte)'\n':
                output.Write((byte)'n');
                break;
            case (byte)'\r':
                output.Write((byte)'r');
                break;
            default:
                output.WriteUtf8("u" + value.ToString("x4", CultureInfo.InvariantCulture));
                break;
        }
    }
}
