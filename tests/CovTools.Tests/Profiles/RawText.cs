using System.Globalization;
using System.Text;
using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Tests.Profiles;

/// <summary>Raw profiles as the blocks of LLVM's text format: one for each record and one for the traces, sorted, without comments.</summary>
internal static class RawText
{
    /// <summary>The blocks of a text profile.</summary>
    public static string[] Blocks(string text) =>
        [.. string.Join('\n', text.Split('\n').Where(line => !line.StartsWith('#') && !line.StartsWith(':'))).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(block => block.Trim('\n')).Where(block => block.Length > 0).Order(StringComparer.Ordinal)];

    /// <summary>The blocks that we read. Records must have different names or hashes.</summary>
    public static string[] Blocks(IEnumerable<RawProfile> profiles)
    {
        var names = new Dictionary<ulong, string>();
        var blocks = new List<string>();
        foreach (var profile in profiles)
        {
            foreach (var (hash, name) in profile.Names.Names.Concat(profile.VirtualTableNames.Select(name => KeyValuePair.Create(NameHash.Compute(name.Span), name))))
            {
                names.TryAdd(hash, Encoding.UTF8.GetString(name.Span));
            }

            blocks.AddRange(profile.Records().Select(record => Block(record, names)));
            if (profile.Traces.Traces.Count > 0)
            {
                var trace = profile.Traces.Traces.ShouldHaveSingleItem();
                blocks.Add($"1\n{profile.Traces.StreamSize}\n{trace.Weight}\n{string.Concat(trace.Functions.Select(function => names[function] + ","))}");
            }
        }

        return [.. blocks.Order(StringComparer.Ordinal)];
    }

    private static string Block(FunctionRecord record, Dictionary<ulong, string> names)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{record.NameText}\n{record.FunctionHash}\n{record.Counters.Length}\n");
        text.AppendJoin('\n', record.Counters.ToArray()).Append('\n');
        if (!record.Bitmap.IsEmpty)
        {
            text.Append(CultureInfo.InvariantCulture, $"${record.Bitmap.Length}\n").AppendJoin('\n', record.Bitmap.ToArray().Select(value => $"0x{value:x}")).Append('\n');
        }

        ValueKind[] kinds = record.Values is { } values ? [.. Enum.GetValues<ValueKind>().Where(kind => values.Sites(kind).Count > 0)] : [];
        if (kinds.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{kinds.Length}\n");
        }

        foreach (var kind in kinds)
        {
            var sites = record.Values!.Sites(kind);
            text.Append(CultureInfo.InvariantCulture, $"{(int)kind}\n{sites.Count}\n");
            foreach (var site in sites)
            {
                text.Append(CultureInfo.InvariantCulture, $"{site.Count}\n");
                foreach (var (value, count) in site.OrderByDescending(value => value.Count))
                {
                    var shown = kind == ValueKind.MemoryOperationSize ? value.ToString(CultureInfo.InvariantCulture) : names.GetValueOrDefault(value, "** External Symbol **");
                    text.Append(CultureInfo.InvariantCulture, $"{shown}:{count}\n");
                }
            }
        }

        return text.ToString().Trim('\n');
    }
}
