using CovTools.Modules;
using Microsoft.Win32.SafeHandles;

namespace CovTools.Live;

/// <summary>Adds up the counters of all processes in a counters file. Holes are skipped, and no more is read than the file can hold without lying.</summary>
internal sealed class CaptureReader
{
    private const int ChunkSize = 1 << 20;

    /// <summary>A page may belong to several modules; pages that are read again and again are a lie.</summary>
    private const long MostReadsOfAPage = 4;

    private const long FreeReads = 1 << 20;

    private readonly SafeFileHandle _file;
    private readonly ModuleFiles _moduleFiles;
    private readonly List<FileExtent> _extents;
    private readonly Dictionary<string, ModuleCounters> _counters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (List<string> Paths, HashSet<int> Processes)> _found = new(StringComparer.Ordinal);
    private readonly HashSet<CountersFileModule> _unfit = [];
    private readonly byte[] _chunk = new byte[ChunkSize];
    private long _budget;
    private bool _isExhausted;

    private CaptureReader(SafeFileHandle file, ModuleFiles moduleFiles)
    {
        _file = file;
        _moduleFiles = moduleFiles;
        _extents = SparseFile.Extents(file, CountersFileLayout.DataOffset);
        _budget = FreeReads + (MostReadsOfAPage * _extents.Sum(extent => extent.End - extent.Start));
    }

    /// <summary>What is wrong.</summary>
    public List<CaptureProblem> Problems { get; } = [];

    /// <summary>The modules, sorted by path, then id.</summary>
    public IReadOnlyList<CapturedModule> Modules =>
    [
        .. _found.Select(pair => new CapturedModule(pair.Value.Paths, pair.Value.Processes.Count, _counters[pair.Key]))
            .OrderBy(module => module.Path, StringComparer.Ordinal).ThenBy(module => module.Id, StringComparer.Ordinal),
    ];

    /// <summary>Which process had which module (by id).</summary>
    public HashSet<(int Process, string Module)> Counted { get; } = [];

    /// <summary>Reads a counters file.</summary>
    /// <exception cref="MalformedDataException">It is no counters file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static CaptureReader Read(string path, ModuleFiles moduleFiles)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var tables = CountersFileTables.Read(file, path);
        var reader = new CaptureReader(file, moduleFiles);
        foreach (var region in tables.Regions)
        {
            reader.Add(tables.Module(region), region);
        }

        reader.Note(tables);
        return reader;
    }

    private void Note(CountersFileTables tables)
    {
        if (tables.IsLost)
        {
            Problems.Insert(0, new CaptureProblem(
                CaptureProblemKind.Lost, "", "some process could not move its counters into the counters file: its module's file was replaced while it ran, or there was no room"));
        }

        if (tables.IsFull)
        {
            Problems.Insert(0, new CaptureProblem(CaptureProblemKind.Lost, "", "the counters file is full: processes that started later were not counted"));
        }

        if (tables.IsDamaged || _isExhausted)
        {
            Problems.Insert(0, new CaptureProblem(CaptureProblemKind.Damaged, "", "the counters file was overwritten in part; entries that make no sense were left out"));
        }
    }

    private void Add(CountersFileModule module, CountersFileRegion region)
    {
        if (_isExhausted || _unfit.Contains(module) || CountersOf(module) is not { } counters)
        {
            return;
        }

        if (!_found.TryGetValue(module.Id, out var found))
        {
            found = ([], []);
            _found.Add(module.Id, found);
        }

        if (!found.Paths.Contains(module.Path))
        {
            found.Paths.Add(module.Path);
        }

        found.Processes.Add(region.Process);
        Counted.Add((region.Process, counters.Layout.Id));
        ForEachPiece(region.Counters, module.CounterBytes, module.CounterSize, counters.AddMemory);
        ForEachPiece(region.Bitmap, module.BitmapBytes, 1, counters.AddBitmapMemory);
    }

    private ModuleCounters? CountersOf(CountersFileModule module)
    {
        try
        {
            // Also for a module that is known: another entry of the same id may lie about its sizes.
            var layout = _moduleFiles.Find(module);
            if (!_counters.TryGetValue(module.Id, out var counters))
            {
                counters = new ModuleCounters(layout);
                _counters.Add(module.Id, counters);
            }

            return counters;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            Refuse(module, CaptureProblemKind.ModuleGone, $"{module.Path}: the file is gone, so that its counters cannot be told apart");
        }
        catch (Exception exception) when (exception is MalformedDataException or IOException or UnauthorizedAccessException)
        {
            Refuse(module, CaptureProblemKind.ModuleUnfit, exception.Message);
        }

        return null;
    }

    private void Refuse(CountersFileModule module, CaptureProblemKind kind, string reason)
    {
        _unfit.Add(module);
        Problems.Add(new CaptureProblem(kind, module.Path, reason));
    }

    /// <summary>The parts of [start, start + size) that are data, cut at whole counters.</summary>
    private void ForEachPiece(long start, long size, int unit, Action<long, ReadOnlySpan<byte>> add)
    {
        var end = start + size;
        var done = start;
        for (var i = FirstExtentBehind(start); i < _extents.Count && _extents[i].Start < end && !_isExhausted; i++)
        {
            var from = Math.Max(done, _extents[i].Start);
            from -= (from - start) % unit; // extents are pages: counters of 8 bytes never lie across two, unless the file lies
            var to = Math.Min(end, _extents[i].End);
            to += (unit - ((to - start) % unit)) % unit;
            for (; from < to && !_isExhausted; from += ChunkSize)
            {
                AddPiece(from, (int)Math.Min(ChunkSize, to - from), start, add);
            }

            done = to;
        }
    }

    private void AddPiece(long offset, int length, long start, Action<long, ReadOnlySpan<byte>> add)
    {
        _budget -= length;
        _isExhausted = _budget < 0;
        var piece = _chunk.AsSpan(0, length);
        if (!_isExhausted && RandomAccess.Read(_file, piece, offset) == length)
        {
            add(offset - start, piece);
        }
    }

    private int FirstExtentBehind(long offset)
    {
        int low = 0, high = _extents.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_extents[middle].End <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
