using System.Globalization;
using System.Text;
using CovTools.Tests.Modules;

namespace CovTools.Tests.Profiles;

/// <summary>Seeded text profiles with everything that a release's text can hold. Names, hashes and counter numbers depend on the position only, so that two seeds can be merged.</summary>
internal sealed record SampleText(int Seed, int Functions = 80)
{
    public string Header { get; init; } = "";

    public bool Bitmaps { get; init; }

    /// <summary>0 for no values.</summary>
    public int ValueKinds { get; init; }

    public int Traces { get; init; }

    public string Save(string name)
    {
        var file = Path.Combine(Toolchain.Scratch(), name + ".proftext");
        File.WriteAllText(file, Make());
        return file;
    }

    public string Make()
    {
        var random = new Random(Seed);
        var text = new StringBuilder(Header);
        if (Traces > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $":temporal_prof_traces\n{Traces}\n{Traces}\n");
            for (var i = 0; i < Traces; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{random.Next(1, 9)}\n{string.Join(',', Enumerable.Range(0, random.Next(1, 15)).Select(_ => Name(random.Next(Functions))))}\n");
            }
        }

        for (var i = 0; i < Functions; i++)
        {
            for (var k = 0; k < (i % 7 == 0 ? 4 : 1); k++)
            {
                AddRecord(text, i, new Random((i * 10) + k), random);
            }
        }

        return text.ToString();
    }

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"f{index}_{new string('x', index % 9)}");

    private void AddRecord(StringBuilder text, int index, Random shape, Random random)
    {
        var counters = shape.Next(1, 6);
        text.Append(CultureInfo.InvariantCulture, $"{Name(index)}\n{(shape.Next(3) == 0 ? shape.Next(1000) : shape.NextInt64() >> 4)}\n{counters}\n");
        var executed = random.Next(4) != 0;
        for (var i = 0; i < counters; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(executed && random.Next(3) != 0 ? random.NextInt64(1L << random.Next(1, 45)) : 0)}\n");
        }

        var bitmap = shape.Next(1, 12);
        if (Bitmaps)
        {
            // Every record has one: in the tools' text reader the bytes of a record stick to the next one that has none.
            text.Append(CultureInfo.InvariantCulture, $"${bitmap}\n");
            for (var i = 0; i < bitmap; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{(executed ? random.Next(256) : 0)}\n");
            }
        }

        if (ValueKinds > 0 && shape.Next(2) == 0)
        {
            AddValues(text, shape, random);
        }

        text.Append('\n');
    }

    private void AddValues(StringBuilder text, Random shape, Random random)
    {
        text.Append(CultureInfo.InvariantCulture, $"{ValueKinds}\n");
        for (var kind = 0; kind < ValueKinds; kind++)
        {
            // Now and then the number of sites differs between seeds.
            var sites = shape.Next(1, 10) + (random.Next(20) == 0 ? 1 : 0);
            text.Append(CultureInfo.InvariantCulture, $"{kind}\n{sites}\n");
            for (var site = 0; site < sites; site++)
            {
                AddSite(text, kind, random);
            }
        }
    }

    private void AddSite(StringBuilder text, int kind, Random random)
    {
        var values = new HashSet<int>();
        for (var count = random.Next(8) == 0 ? random.Next(30) : random.Next(4); count > 0; count--)
        {
            values.Add(random.Next(random.Next(2) == 0 ? 10 : 400));
        }

        text.Append(CultureInfo.InvariantCulture, $"{values.Count}\n");
        foreach (var value in values)
        {
            var what = kind switch
            {
                1 => value.ToString(CultureInfo.InvariantCulture),
                2 => $"_ZTV{value}",
                _ when value == 0 => "** External Symbol **",
                _ => value < 2 * Functions ? Name(value) : $"external{value}",
            };
            text.Append(CultureInfo.InvariantCulture, $"{what}:{(random.Next(3) == 0 ? random.NextInt64(1L << 40) : random.Next(1, 4))}\n");
        }
    }
}
