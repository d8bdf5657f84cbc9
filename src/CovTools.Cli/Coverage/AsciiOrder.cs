namespace CovTools.Cli.Coverage;

/// <summary>Order of paths without regard to the case of ASCII letters (StringRef::compare_insensitive).</summary>
internal sealed class AsciiOrder : IComparer<string>
{
    public static AsciiOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var (left, right) = (x ?? "", y ?? "");
        for (var i = 0; i < left.Length && i < right.Length; i++)
        {
            var order = Lower(left[i]).CompareTo(Lower(right[i]));
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static char Lower(char character) => char.IsAsciiLetterUpper(character) ? (char)(character | 0x20) : character;
}
