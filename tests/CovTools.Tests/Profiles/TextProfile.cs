using System.Globalization;
using System.Text;
using CovTools.Profiles;

namespace CovTools.Tests.Profiles;

/// <summary>Records as LLVM's text profiles, to feed the tools with arbitrary contents.</summary>
internal static class TextProfile
{
    public static string Of(IEnumerable<FunctionRecord> records)
    {
        var text = new StringBuilder();
        foreach (var record in records)
        {
            text.Append(CultureInfo.InvariantCulture, $"{record.NameText}\n{record.FunctionHash}\n{record.Counters.Length}\n");
            foreach (var counter in record.Counters.Span)
            {
                text.Append(CultureInfo.InvariantCulture, $"{counter}\n");
            }

            if (!record.Bitmap.IsEmpty)
            {
                text.Append(CultureInfo.InvariantCulture, $"${record.Bitmap.Length}\n");
                foreach (var value in record.Bitmap.Span)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{value}\n");
                }
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Seeded records: names of several lengths, several hashes for some names.</summary>
    public static List<FunctionRecord> Random(int seed, int names, int hashesPerName, bool bitmaps)
    {
        var random = new Random(seed);
        var records = new List<FunctionRecord>();
        for (var i = 0; i < names; i++)
        {
            var name = $"{new string((char)('a' + random.Next(26)), random.Next(1, 12))}{random.Next()}";
            var hashes = i % 5 == 0 ? hashesPerName : 1;
            for (var k = 0; k < hashes; k++)
            {
                var counters = new ulong[random.Next(1, 6)];
                for (var c = 0; c < counters.Length; c++)
                {
                    counters[c] = random.Next(3) == 0 ? 0 : (ulong)random.NextInt64(1L << random.Next(1, 50));
                }

                var bitmap = new byte[bitmaps && random.Next(3) == 0 ? random.Next(1, 12) : 0];
                random.NextBytes(bitmap);
                var hash = random.Next(4) == 0 ? (ulong)random.Next(1000) : (ulong)random.NextInt64() & 0x0fff_ffff_ffff_ffff;
                records.Add(FunctionRecord.Create(name, hash, counters, bitmap));
            }
        }

        return records;
    }
}
