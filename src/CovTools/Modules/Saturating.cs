namespace CovTools.Modules;

/// <summary>Sums that stop at the largest number instead of starting over.</summary>
internal static class Saturating
{
    public static ulong Add(ulong left, ulong right)
    {
        var sum = unchecked(left + right);
        return sum < left ? ulong.MaxValue : sum;
    }

    public static ulong MultiplyAdd(ulong sum, ulong value, ulong times) =>
        Math.BigMul(value, times, out var product) == 0 ? Add(sum, product) : ulong.MaxValue;
}
