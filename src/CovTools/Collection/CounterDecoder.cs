using CovTools.Execution;
using CovTools.Modules;
using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Collection;

/// <summary>Turns what the driver sends of a script's counters into hits: what the script added to the floor.</summary>
internal sealed class CounterDecoder
{
    private readonly CaptureKind _capture;
    private readonly ModuleCatalog _modules;

    public CounterDecoder(CaptureKind capture, ModuleCatalog modules)
    {
        _capture = capture;
        _modules = modules;
    }

    /// <summary>Counters of an empty script.</summary>
    public IReadOnlyList<ModuleHits> Floor { get; set; } = [];

    /// <summary>Decodes the floor itself: hits, or what the LLVM runtime wrote at the end of an empty script.</summary>
    public IReadOnlyList<ModuleHits> DecodeFloor(ReadOnlyMemory<byte> payload) =>
        [.. (HitsReader.IsHits(payload.Span) ? HitsReader.Read(payload.Span, "driver") : ParseProfiles(payload)).Where(IsKnown)];

    /// <summary>Decodes the counters of a script. In memory capture there may be modules that the catalog does not know yet.</summary>
    public IReadOnlyList<ModuleHits> Decode(ReadOnlyMemory<byte> payload) =>
        // libcovrt counts from zero after the import; the runtime's own files hold the import too.
        _capture == CaptureKind.Profraw ? [.. ParseProfiles(payload).Select(SubtractFloor)] : HitsReader.Read(payload.Span, "driver");

    /// <summary>Whether the module of these hits is in the catalog.</summary>
    public bool IsKnown(ModuleHits hits) => _modules.TryGet(hits.Id, out _);

    private List<ModuleHits> ParseProfiles(ReadOnlyMemory<byte> payload)
    {
        var hits = new Dictionary<string, ModuleHits>(StringComparer.Ordinal);
        if (payload.IsEmpty)
        {
            return [];
        }

        foreach (var profile in RawProfileReader.Read(new MemoryByteSource("driver", payload)))
        {
            if (_modules.All.FirstOrDefault(module => RawHits.Matches(profile, module.Layout)) is { } module)
            {
                var read = RawHits.Read(profile, module.Layout);
                hits[read.Id] = hits.TryGetValue(read.Id, out var earlier) ? earlier.Add(read) : read;
            }
        }

        return [.. hits.Values];
    }

    private ModuleHits SubtractFloor(ModuleHits hits) =>
        Floor.FirstOrDefault(floor => floor.Id == hits.Id) is { } floor ? RawHits.SubtractFloor(hits, floor, out _) : hits;
}
