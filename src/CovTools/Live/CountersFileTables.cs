using System.Buffers.Binary;
using System.Text;
using CovTools.Modules;
using Microsoft.Win32.SafeHandles;

namespace CovTools.Live;

/// <summary>
/// The tables of a counters file. Any process that counts can write anything into it: an entry that makes no sense is left out and noted in <see cref="IsDamaged"/>.
/// </summary>
internal sealed class CountersFileTables
{
    private const int RegionsAtOnce = 1024;

    private readonly SafeFileHandle _file;
    private readonly long _length;
    private readonly uint _epoch;
    private readonly Dictionary<int, CountersFileModule?> _modules = [];
    private readonly List<CountersFileRegion> _regions = [];

    private CountersFileTables(SafeFileHandle file, byte[] header)
    {
        _file = file;
        _length = RandomAccess.GetLength(file);
        _epoch = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(CountersFileLayout.EpochOffset));
        var flags = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(CountersFileLayout.FlagsOffset));
        IsLost = (flags & CountersFileLayout.FlagLost) != 0;
        IsDamaged = (flags & CountersFileLayout.FlagDamaged) != 0;
        var count = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(CountersFileLayout.RegionCountOffset));
        IsDamaged |= count > CountersFileLayout.MaximumRegions;
        IsFull = count >= CountersFileLayout.MaximumRegions;
        ReadRegions((int)Math.Min(count, CountersFileLayout.MaximumRegions));
    }

    /// <summary>Some process could not move its counters into the file.</summary>
    public bool IsLost { get; }

    /// <summary>Entries were left out.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>No more regions fit: what started afterwards is not in the file.</summary>
    public bool IsFull { get; }

    /// <summary>What can be read.</summary>
    public IReadOnlyList<CountersFileRegion> Regions => _regions;

    /// <summary>Reads the tables.</summary>
    /// <exception cref="MalformedDataException">It is no counters file.</exception>
    public static CountersFileTables Read(SafeFileHandle file, string name) => new(file, ReadHeader(file, name));

    /// <summary>Reads and checks the header.</summary>
    /// <exception cref="MalformedDataException">It is no counters file.</exception>
    public static byte[] ReadHeader(SafeFileHandle file, string name)
    {
        var header = new byte[CountersFileLayout.HeaderSize];
        var length = RandomAccess.GetLength(file);
        if (RandomAccess.Read(file, header, 0) != header.Length || length < CountersFileLayout.DataOffset)
        {
            throw new MalformedDataException(name, 0, $"a counters file has at least {CountersFileLayout.DataOffset} bytes, this one has {length}");
        }

        if (!header.AsSpan().StartsWith(CountersFileLayout.Magic))
        {
            throw new MalformedDataException(name, 0, "this is not a counters file, or the program that was measured overwrote its start");
        }

        var version = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4));
        return version == CountersFileLayout.Version ? header : throw new MalformedDataException(name, 4, $"a counters file of unknown version {version}");
    }

    /// <summary>The module of a region.</summary>
    public CountersFileModule Module(CountersFileRegion region) => _modules[region.Module]!; // Regions of modules that make no sense are not in the list.

    private static CountersFileModule? ParseModule(ReadOnlySpan<byte> entry)
    {
        var counterSize = BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]);
        var counterBytes = BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]);
        var bitmapBytes = BinaryPrimitives.ReadUInt64LittleEndian(entry[16..]);
        var id = Text(entry.Slice(CountersFileLayout.IdOffset, CountersFileLayout.IdRoom));
        return BinaryPrimitives.ReadUInt32LittleEndian(entry) == 1 && counterSize is 1 or 8 && counterBytes % counterSize == 0 && counterBytes <= int.MaxValue
            && bitmapBytes <= int.MaxValue && ModuleIdentity.IsValid(id)
            ? new CountersFileModule(id, Text(entry.Slice(CountersFileLayout.PathOffset, CountersFileLayout.PathRoom)), (int)counterSize, (long)counterBytes, (long)bitmapBytes)
            : null;
    }

    private static string Text(ReadOnlySpan<byte> room)
    {
        var end = room.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? room : room[..end]);
    }

    private void ReadRegions(int count)
    {
        var entries = new byte[RegionsAtOnce * CountersFileLayout.RegionSize];
        for (var first = 0; first < count; first += RegionsAtOnce)
        {
            var some = Math.Min(RegionsAtOnce, count - first);
            var bytes = entries.AsSpan(0, some * CountersFileLayout.RegionSize);
            bytes.Clear(); // a file that was cut meanwhile has no entries
            RandomAccess.Read(_file, bytes, CountersFileLayout.RegionsOffset + ((long)first * CountersFileLayout.RegionSize));
            for (var i = 0; i < some; i++)
            {
                AddRegion(bytes.Slice(i * CountersFileLayout.RegionSize, CountersFileLayout.RegionSize));
            }
        }
    }

    private void AddRegion(ReadOnlySpan<byte> entry)
    {
        var ready = BinaryPrimitives.ReadUInt32LittleEndian(entry);
        if (ready == 0)
        {
            return; // its process died before anything was counted there
        }

        var module = BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]);
        var region = new CountersFileRegion(
            (int)module,
            BinaryPrimitives.ReadInt32LittleEndian(entry[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(entry[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(entry[24..]));
        if (ready == 1 && module < CountersFileLayout.MaximumModules && BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]) == _epoch
            && FindModule((int)module) is { } known
            && IsInside(region.Counters, known.CounterBytes) && region.Counters % known.CounterSize == 0
            && (known.BitmapBytes == 0 || IsInside(region.Bitmap, known.BitmapBytes)))
        {
            _regions.Add(region);
        }
        else
        {
            IsDamaged = true;
        }
    }

    private bool IsInside(long start, long size) => start >= CountersFileLayout.DataOffset && start <= _length && size <= _length - start;

    private CountersFileModule? FindModule(int index)
    {
        if (!_modules.TryGetValue(index, out var module))
        {
            var entry = new byte[CountersFileLayout.ModuleSize];
            RandomAccess.Read(_file, entry, CountersFileLayout.ModulesOffset + ((long)index * CountersFileLayout.ModuleSize));
            module = ParseModule(entry);
            _modules.Add(index, module);
        }

        return module;
    }
}
