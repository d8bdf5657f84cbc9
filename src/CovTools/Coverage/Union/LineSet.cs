using System.Numerics;
using System.Runtime.InteropServices;

namespace CovTools.Coverage;

/// <summary>Lines of a file, each with whether it was covered, in 16 bytes for 64 lines.</summary>
internal sealed class LineSet
{
    private const int BlockBits = 6;

    private readonly Dictionary<uint, (ulong Lines, ulong Covered)> _blocks = [];

    /// <summary>The covered lines, in no order.</summary>
    public IEnumerable<uint> Covered
    {
        get
        {
            foreach (var (number, block) in _blocks)
            {
                for (var bits = block.Covered; bits != 0; bits &= bits - 1)
                {
                    yield return (number << BlockBits) + (uint)BitOperations.TrailingZeroCount(bits);
                }
            }
        }
    }

    /// <summary>How many lines there are, and how many of them are covered.</summary>
    public Metric Totals
    {
        get
        {
            var (covered, total) = (0L, 0L);
            foreach (var block in _blocks.Values)
            {
                covered += BitOperations.PopCount(block.Covered);
                total += BitOperations.PopCount(block.Lines);
            }

            return new Metric(covered, total);
        }
    }

    /// <summary>Adds a line; once covered it stays so.</summary>
    public void Add(uint line, bool isCovered)
    {
        ref var block = ref CollectionsMarshal.GetValueRefOrAddDefault(_blocks, line >> BlockBits, out _);
        var bit = 1UL << (int)(line % (1 << BlockBits));
        block.Lines |= bit;
        block.Covered |= isCovered ? bit : 0;
    }
}
