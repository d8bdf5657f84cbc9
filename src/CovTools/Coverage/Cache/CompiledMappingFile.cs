using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace CovTools.Coverage;

/// <summary>
/// A compiled mapping as a file: a head that says whose it is, a directory of blocks with their sizes and checksums, and the blocks, which are the arrays as they
/// are in memory. A file is read by the same program on the same kind of machine, or not at all.
/// </summary>
internal static class CompiledMappingFile
{
    private const ulong Magic = 0x31_50_41_4D_56_4F_43UL;
    private const int FixedBlocks = 6;
    private const int MaximumBlocks = 1 << 20;

    private enum Block
    {
        Identities,
        Shapes,
        FileLists,
        Groups,
        FileOrder,
        Files,
    }

    /// <summary>Changes whenever what is compiled, or how it is laid out, changes.</summary>
    public static int FormatVersion => 1;

    /// <summary>Writes a mapping to a new file.</summary>
    /// <param name="file">An empty file.</param>
    /// <param name="key">What the mapping was compiled from, as a digest of 32 bytes.</param>
    /// <param name="mapping">The mapping.</param>
    public static void Write(SafeFileHandle file, ReadOnlySpan<byte> key, CompiledMapping mapping)
    {
        var lists = mapping.FileLists.SelectMany(static list => list.Prepend(list.Length)).ToArray();
        var files = mapping.Files.SelectMany(static path => Encoding.UTF8.GetBytes(path).Append((byte)0)).ToArray();
        var blocks = new List<ReadOnlyMemory<byte>>
        {
            Bytes(mapping.Identities), Bytes(mapping.Shapes), Bytes(lists), Bytes(mapping.Groups), Bytes(mapping.FileOrder), files,
        };
        blocks.AddRange(mapping.Programs.Select(static program => (ReadOnlyMemory<byte>)program));
        var head = new FileHead(Magic, FormatVersion, System.Runtime.CompilerServices.Unsafe.SizeOf<FunctionShape>(), blocks.Count, mapping.Twins, mapping.SlotCount, 0);
        var directory = blocks.Select(static block => new BlockEntry(block.Length, Checksum.Of(block.Span))).ToArray();
        var bytes = new byte[FileHead.Size + key.Length + (directory.Length * BlockEntry.Size)];
        MemoryMarshal.Write(bytes, head);
        key.CopyTo(bytes.AsSpan(FileHead.Size));
        MemoryMarshal.AsBytes(directory.AsSpan()).CopyTo(bytes.AsSpan(FileHead.Size + key.Length));
        RandomAccess.Write(file, bytes, 0);
        RandomAccess.Write(file, BitConverter.GetBytes(Checksum.Of(bytes)), bytes.Length);
        RandomAccess.Write(file, blocks, bytes.Length + sizeof(uint));
    }

    /// <summary>Reads a mapping.</summary>
    /// <param name="file">The file.</param>
    /// <param name="key">What it should have been compiled from.</param>
    /// <returns>Null when the file is damaged, or another mapping's, or of another version of the program.</returns>
    public static CompiledMapping? Read(SafeFileHandle file, ReadOnlySpan<byte> key)
    {
        var length = RandomAccess.GetLength(file);
        var start = new byte[FileHead.Size + key.Length];
        if (!TryFill(file, start, 0))
        {
            return null;
        }

        var head = MemoryMarshal.Read<FileHead>(start);
        if (head.Magic != Magic || head.Version != FormatVersion || head.ShapeSize != System.Runtime.CompilerServices.Unsafe.SizeOf<FunctionShape>()
            || head.Blocks is < FixedBlocks or > MaximumBlocks || !start.AsSpan(FileHead.Size).SequenceEqual(key))
        {
            return null;
        }

        var directory = new BlockEntry[head.Blocks];
        var check = new byte[sizeof(uint)];
        var end = start.Length + (directory.Length * BlockEntry.Size);
        if (!TryFill(file, MemoryMarshal.AsBytes(directory.AsSpan()), start.Length) || !TryFill(file, check, end)
            || Checksum.Of([.. start, .. MemoryMarshal.AsBytes(directory.AsSpan())]) != BitConverter.ToUInt32(check))
        {
            return null;
        }

        return Read(new Blocks(file, directory, end + sizeof(uint), length), head);
    }

    private static CompiledMapping? Read(Blocks blocks, FileHead head)
    {
        if (!blocks.AreInside)
        {
            return null;
        }

        var programs = new byte[head.Blocks - FixedBlocks][];
        FunctionIdentity[]? identities = null;
        FunctionShape[]? shapes = null;
        Parallel.For(-2, programs.Length, block =>
        {
            if (block == -2)
            {
                shapes = blocks.Read<FunctionShape>((int)Block.Shapes);
            }
            else if (block == -1)
            {
                identities = blocks.Read<FunctionIdentity>((int)Block.Identities);
            }
            else
            {
                programs[block] = blocks.Read<byte>(FixedBlocks + block)!;
            }
        });
        var lists = blocks.Read<int>((int)Block.FileLists);
        var groups = blocks.Read<InstantiationGroup>((int)Block.Groups);
        var order = blocks.Read<int>((int)Block.FileOrder);
        var files = blocks.Read<byte>((int)Block.Files);
        return identities is null || shapes is null || lists is null || groups is null || order is null || files is null || Array.Exists(programs, static program => program is null)
            ? null
            : new CompiledMapping(identities, Paths(files), shapes, programs, Lists(lists), head.Twins, groups, head.Slots, order);
    }

    private static string[] Paths(byte[] files) => Encoding.UTF8.GetString(files).Split('\0')[..^1];

    private static int[][] Lists(ReadOnlySpan<int> lists)
    {
        var result = new List<int[]>();
        for (; !lists.IsEmpty; lists = lists[(lists[0] + 1)..])
        {
            result.Add(lists[1..(lists[0] + 1)].ToArray());
        }

        return [.. result];
    }

    private static byte[] Bytes<T>(T[] items)
        where T : struct => MemoryMarshal.AsBytes(items.AsSpan()).ToArray();

    private static bool TryFill(SafeFileHandle file, Span<byte> destination, long offset)
    {
        while (!destination.IsEmpty)
        {
            var count = RandomAccess.Read(file, destination, offset);
            if (count == 0)
            {
                return false;
            }

            destination = destination[count..];
            offset += count;
        }

        return true;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct FileHead(ulong Magic, int Version, int ShapeSize, int Blocks, int Twins, int Slots, int Reserved)
    {
        public const int Size = 32;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct BlockEntry(long Length, ulong Checksum)
    {
        public const int Size = 16;

        public BlockEntry(int length, uint checksum)
            : this(length, (ulong)checksum)
        {
        }
    }

    /// <summary>The blocks of a file.</summary>
    private sealed class Blocks
    {
        private readonly SafeFileHandle _file;
        private readonly BlockEntry[] _directory;
        private readonly long[] _offsets;

        public Blocks(SafeFileHandle file, BlockEntry[] directory, long start, long fileLength)
        {
            _file = file;
            _directory = directory;
            _offsets = new long[directory.Length];
            AreInside = true;
            for (var i = 0; i < directory.Length && AreInside; i++)
            {
                _offsets[i] = start;
                AreInside = directory[i].Length >= 0 && directory[i].Length <= Array.MaxLength && directory[i].Length <= fileLength - start;
                start += directory[i].Length;
            }
        }

        /// <summary>No block goes past the end of the file.</summary>
        public bool AreInside { get; }

        /// <summary>A block as an array; null when it is damaged.</summary>
        public T[]? Read<T>(int block)
            where T : struct
        {
            var size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
            var length = _directory[block].Length;
            if (length % size != 0)
            {
                return null;
            }

            var items = GC.AllocateUninitializedArray<T>((int)(length / size));
            var bytes = MemoryMarshal.AsBytes(items.AsSpan());
            return TryFill(_file, bytes, _offsets[block]) && Checksum.Of(bytes) == _directory[block].Checksum ? items : null;
        }
    }
}
