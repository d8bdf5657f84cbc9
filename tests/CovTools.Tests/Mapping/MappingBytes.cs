namespace CovTools.Tests.Mapping;

/// <summary>Writes the mapping of one function as compilers do.</summary>
internal sealed class MappingBytes
{
    private readonly List<byte> _bytes = [];

    public static byte[] Function(int[] files, (uint Left, uint Right)[] expressions, params Region[][] regionsByFile)
    {
        var result = new MappingBytes().Number((ulong)files.Length);
        foreach (var file in files)
        {
            result.Number((ulong)file);
        }

        result.Number((ulong)expressions.Length);
        foreach (var (left, right) in expressions)
        {
            result.Number(left).Number(right);
        }

        foreach (var regions in regionsByFile)
        {
            result.Number((ulong)regions.Length);
            var line = 0U;
            foreach (var region in regions)
            {
                foreach (var head in region.Head)
                {
                    result.Number(head);
                }

                result.Number(region.StartLine - line).Number(region.StartColumn).Number(region.EndLine - region.StartLine).Number(region.EndColumn);
                line = region.StartLine;
            }
        }

        return result.ToArray();
    }

    /// <summary>A function in one file.</summary>
    public static byte[] Function(params Region[] regions) => Function([1], [], regions);

    /// <summary>A reference to a counter.</summary>
    public static uint Counter(uint index) => (index << 2) | 1;

    /// <summary>A reference to an expression that subtracts.</summary>
    public static uint Difference(uint index) => (index << 2) | 2;

    /// <summary>A reference to an expression that adds.</summary>
    public static uint Sum(uint index) => (index << 2) | 3;

    public MappingBytes Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Add((byte)(value | 0x80));
        }

        _bytes.Add((byte)value);
        return this;
    }

    public MappingBytes Bytes(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];

    /// <param name="Head">Counter, or kind and what follows it.</param>
    /// <param name="StartLine">First line.</param>
    /// <param name="StartColumn">First column.</param>
    /// <param name="EndLine">Last line.</param>
    /// <param name="EndColumn">Column behind the last.</param>
    internal sealed record Region(ulong[] Head, uint StartLine, uint StartColumn, uint EndLine, uint EndColumn)
    {
        public const uint GapBit = 1U << 31;

        public static Region Code(uint counter, uint startLine, uint startColumn, uint endLine, uint endColumn) => new([counter], startLine, startColumn, endLine, endColumn);

        public static Region Gap(uint counter, uint startLine, uint startColumn, uint endLine, uint endColumn) => new([counter], startLine, startColumn, endLine, endColumn | GapBit);

        public static Region Skipped(uint startLine, uint startColumn, uint endLine, uint endColumn) => new([2 << 3], startLine, startColumn, endLine, endColumn);

        public static Region Expansion(uint file, uint startLine, uint startColumn, uint endLine, uint endColumn) => new([(file << 3) | 4], startLine, startColumn, endLine, endColumn);

        public static Region Branch(uint counter, uint falseCounter, uint startLine, uint startColumn, uint endLine, uint endColumn) =>
            new([4 << 3, counter, falseCounter], startLine, startColumn, endLine, endColumn);
    }
}
