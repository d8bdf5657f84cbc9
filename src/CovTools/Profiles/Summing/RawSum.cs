namespace CovTools.Profiles;

/// <summary>The summed counters of some raw profiles of one shape.</summary>
internal sealed class RawSum
{
    /// <summary>Counts below 2^48 of so many profiles cannot wrap.</summary>
    public const int MaximumProfiles = 1 << 15;

    public const int MaximumCountBits = 48;

    public RawSum(RawShape shape, ulong weight)
    {
        Shape = shape;
        Weight = weight;
        Counters = new ulong[shape.Header.CounterCount];
        Bitmap = new byte[shape.Header.BitmapSize];
    }

    public RawShape Shape { get; }

    /// <summary>How many times the sum counts.</summary>
    public ulong Weight { get; }

    public ulong[] Counters { get; }

    public byte[] Bitmap { get; }

    /// <summary>The inputs that are in it, one for each profile.</summary>
    public List<NumberedInput> Inputs { get; } = [];

    /// <summary>Sums of one shape and weight together.</summary>
    public static IEnumerable<IReadOnlyList<RawSum>> Groups(IEnumerable<RawSummer> summers)
    {
        foreach (var shape in summers.SelectMany(summer => summer.Sums).GroupBy(sum => sum.Shape))
        {
            var rest = shape.ToList();
            while (rest.Count > 0)
            {
                var weight = rest[0].Weight;
                yield return rest.FindAll(sum => sum.Weight == weight);
                rest.RemoveAll(sum => sum.Weight == weight);
            }
        }
    }

    public void Clear()
    {
        Array.Clear(Counters);
        Array.Clear(Bitmap);
        Inputs.Clear();
    }
}
