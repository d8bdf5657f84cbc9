namespace CovTools.Modules;

/// <summary>Identity of modules without a build id (docs/driver-protocol.md, "Hits").</summary>
internal static class ModuleIdentity
{
    private const string NamesPrefix = "fnv";
    private const int MaximumDigits = 512;

    /// <summary>Whether a text can be an id; ids become folder names, so nothing else may pass.</summary>
    public static bool IsValid(string id)
    {
        var digits = id.AsSpan(id.StartsWith(NamesPrefix, StringComparison.Ordinal) ? NamesPrefix.Length : 0);
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigitLower(digit))
            {
                return false;
            }
        }

        return digits.Length is > 0 and <= MaximumDigits;
    }

    /// <summary>"fnv" and FNV-1a 64 of the names section in 16 hex digits.</summary>
    public static string OfNames(ReadOnlySpan<byte> names)
    {
        var hash = 0xcbf29ce484222325UL;
        foreach (var value in names)
        {
            hash = unchecked((hash ^ value) * 0x100000001b3UL);
        }

        return $"{NamesPrefix}{hash:x16}";
    }
}
