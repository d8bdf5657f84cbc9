using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using CovTools.Mapping;
using CovTools.Objects;

namespace CovTools.Tests.Mapping;

/// <summary>Builds the sections of an object in any version of the format, byte order and address width.</summary>
internal sealed class SyntheticMapping
{
    public const ulong NamesAddress = 0x1000;

    private readonly List<byte> _map = [];
    private readonly List<byte> _records = [];
    private readonly List<byte> _plainNames = [];
    private readonly List<string> _names = [];

    public int Version { get; init; } = 7;

    public bool BigEndian { get; init; }

    public bool Is64Bit { get; init; } = true;

    public bool Compressed { get; init; }

    /// <summary>Adds a translation unit with its functions.</summary>
    /// <param name="files">Its files; from version 6 on the first is the directory.</param>
    /// <param name="functions">Its functions.</param>
    public SyntheticMapping Unit(string[] files, params Function[] functions)
    {
        var blob = FileNames(files);
        var key = NameHash.Compute(blob);
        var isJoined = Version < 4;
        U32(_map, isJoined ? (uint)functions.Length : 0);
        U32(_map, (uint)blob.Length);
        U32(_map, isJoined ? (uint)functions.Sum(f => f.Mapping.Length) : 0);
        U32(_map, (uint)Version - 1);
        foreach (var function in functions)
        {
            var target = isJoined ? _map : _records;
            NameReference(target, function.Name);
            U32(target, (uint)function.Mapping.Length);
            U64(target, function.Hash);
            if (!isJoined)
            {
                U64(target, function.FilesKey ?? key);
                target.AddRange(function.Mapping);
                Pad(target);
            }
        }

        _map.AddRange(blob);
        if (isJoined)
        {
            _map.AddRange(functions.SelectMany(f => f.Mapping));
        }

        Pad(_map);
        return this;
    }

    public MappingSections Build(string name = "lib.so", string compilationDirectory = "") => new(name, [.. _map], [.. _records], Version == 1 ? [.. _plainNames] : Names())
    {
        NamesAddress = NamesAddress,
        IsBigEndian = BigEndian,
        Is64Bit = Is64Bit,
        CompilationDirectory = compilationDirectory,
    };

    public CoverageMapping Load() => Load(Build());

    public static CoverageMapping Load(params MappingSections[] objects) => CoverageMapping.Load(objects, TestContext.Current.CancellationToken);

    private static byte[] Deflate(byte[] bytes)
    {
        var result = new MemoryStream();
        using (var stream = new ZLibStream(result, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(bytes);
        }

        return result.ToArray();
    }

    private static void Pad(List<byte> bytes)
    {
        while (bytes.Count % 8 != 0)
        {
            bytes.Add(0);
        }
    }

    private byte[] FileNames(string[] files)
    {
        var strings = new MappingBytes();
        foreach (var file in files.Select(Encoding.UTF8.GetBytes))
        {
            strings.Number((ulong)file.Length).Bytes(file);
        }

        var raw = strings.ToArray();
        var blob = new MappingBytes().Number((ulong)files.Length);
        if (Version < 4)
        {
            return blob.Bytes(raw).ToArray();
        }

        var stored = Compressed ? Deflate(raw) : raw;
        return blob.Number((ulong)raw.Length).Number(Compressed ? (ulong)stored.Length : 0).Bytes(stored).ToArray();
    }

    private byte[] Names()
    {
        var raw = Encoding.UTF8.GetBytes(string.Join('\u0001', _names));
        var stored = Compressed ? Deflate(raw) : raw;
        return new MappingBytes().Number((ulong)raw.Length).Number(Compressed ? (ulong)stored.Length : 0).Bytes(stored).ToArray();
    }

    private void NameReference(List<byte> target, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        _names.Add(name);
        if (Version > 1)
        {
            U64(target, NameHash.Compute(bytes));
            return;
        }

        var address = NamesAddress + (ulong)_plainNames.Count;
        if (Is64Bit)
        {
            U64(target, address);
        }
        else
        {
            U32(target, (uint)address);
        }

        U32(target, (uint)bytes.Length);
        _plainNames.AddRange(bytes);
    }

    private void U32(List<byte> target, uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, BigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        target.AddRange(bytes);
    }

    private void U64(List<byte> target, ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, BigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        target.AddRange(bytes);
    }

    /// <param name="Name">Name as in the profile.</param>
    /// <param name="Hash">Structural hash.</param>
    /// <param name="Mapping">Encoded mapping.</param>
    /// <param name="FilesKey">Key of its unit's files, when it is not the right one.</param>
    internal sealed record Function(string Name, ulong Hash, byte[] Mapping, ulong? FilesKey = null);
}
