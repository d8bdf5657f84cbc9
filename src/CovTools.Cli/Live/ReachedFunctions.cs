using System.Globalization;
using System.Text;
using CovTools.Live;
using CovTools.Mapping;

namespace CovTools.Cli.Live;

/// <summary>Names the functions whose counters are new, with file and line as far as the binaries have a mapping.</summary>
internal sealed class ReachedFunctions
{
    private const int MostNamed = 8;

    private readonly Dictionary<LiveModule, CoverageMapping?> _mappings = [];
    private readonly FunctionMapping _decoded = new();

    /// <summary>The functions, at most a few.</summary>
    public IReadOnlyList<string> Find(LiveSnapshot now, LiveSnapshot before)
    {
        var names = new List<string>();
        foreach (var module in now.Modules)
        {
            var fresh = Fresh(module, before.Modules.FirstOrDefault(known => known.Module == module.Module));
            foreach (var function in module.Module.Layout.Functions.Where(function => fresh.Slice(function.FirstCounter, function.CounterCount).Span.ContainsAnyExcept(0UL)))
            {
                if (names.Count == MostNamed)
                {
                    return [.. names, "…"];
                }

                names.Add(Name(module.Module, function.NameHash, fresh));
            }
        }

        return names;
    }

    /// <summary>Counters that say "executed" and did not before, as numbers.</summary>
    private static ReadOnlyMemory<ulong> Fresh(LiveCounters now, LiveCounters? before)
    {
        var counters = now.ToCounters().Counters.ToArray();
        if (before is not null)
        {
            var earlier = before.ToCounters().Counters.Span;
            for (var i = 0; i < counters.Length; i++)
            {
                counters[i] = earlier[i] == 0 ? counters[i] : 0;
            }
        }

        return counters;
    }

    private string Name(LiveModule module, ulong hash, ReadOnlyMemory<ulong> fresh)
    {
        var name = module.Layout.Names.TryGetName(hash, out var bytes) ? Encoding.UTF8.GetString(bytes.Span) : string.Create(CultureInfo.InvariantCulture, $"0x{hash:x}");
        return Place(module, hash, fresh) is { } place ? $"{name} ({place})" : name;
    }

    /// <summary>File and first line of the first region whose own counter is new.</summary>
    private string? Place(LiveModule module, ulong hash, ReadOnlyMemory<ulong> fresh)
    {
        if (!_mappings.TryGetValue(module, out var mapping))
        {
            mapping = Load(module);
            _mappings.Add(module, mapping);
        }

        var counters = module.Layout.Functions.First(own => own.NameHash == hash);
        for (var index = 0; mapping is not null && index < mapping.Functions.Count; index++)
        {
            if (mapping.Functions[index].NameHash == hash && mapping.Functions[index].FunctionHash == counters.FunctionHash)
            {
                return FirstNew(mapping, index, fresh.Slice(counters.FirstCounter, counters.CounterCount).Span);
            }
        }

        return null;
    }

    private string? FirstNew(CoverageMapping mapping, int function, ReadOnlySpan<ulong> fresh)
    {
        mapping.Decode(function, _decoded);
        foreach (var region in _decoded.Regions)
        {
            if (region.Kind == RegionKind.Code && region.Count.Kind == CounterKind.Value && region.Count.Index < (uint)fresh.Length && fresh[(int)region.Count.Index] != 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(mapping.Files[_decoded.Files[region.FileId]])}:{region.StartLine}");
            }
        }

        return null;
    }

    private static CoverageMapping? Load(LiveModule module)
    {
        try
        {
            return CoverageMapping.Load([MappingSections.Read(module.File)]);
        }
        catch (MalformedDataException)
        {
            return null; // the names of functions remain
        }
    }
}
