using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>Counts the conditions that a bitmap covers. Reusable, not safe for concurrent use.</summary>
internal sealed class DecisionRunner
{
    private readonly DecisionDiagram _diagram = new();
    private readonly TestVectorSet _vectors = new();
    private readonly MappingBuffer<int> _positions = new();
    private readonly MappingBuffer<bool> _folded = new();

    /// <summary>Evaluates the decisions of a function.</summary>
    /// <param name="decisions">What <see cref="DecisionCompiler"/> wrote, to its end or beyond.</param>
    /// <param name="bitmap">The function's bitmap; empty when the profile has none.</param>
    /// <param name="isMasked">See <see cref="DecisionBits.IsMasked"/>.</param>
    /// <param name="covered">Conditions of the main file's decisions that have an independence pair and are not constant.</param>
    /// <returns>False when the bitmap does not fit.</returns>
    public bool TryRun(ReadOnlySpan<byte> decisions, ReadOnlySpan<byte> bitmap, bool isMasked, out int covered)
    {
        covered = 0;
        var reader = new ProgramReader(decisions);
        for (var count = reader.ReadCount(); count > 0; count--)
        {
            var isCounted = reader.Read() != 0;
            var bitmapIndex = (uint)reader.Read();
            Load(ref reader);
            if (!_diagram.TryNumber()
                || !DecisionBits.TryFind(_diagram, bitmapIndex, bitmap, isMasked, out var bits)
                || !_vectors.TryFind(_diagram, _positions.Items, bits, executed: true, McdcVectorOrder.Index))
            {
                return false;
            }

            if (isCounted)
            {
                _vectors.FindPairs(McdcVectorOrder.Index);
                for (var id = 0; id < _folded.Count; id++)
                {
                    covered += !_folded[id] && _vectors.PairOf(id).First != 0 ? 1 : 0;
                }
            }
        }

        return true;
    }

    private void Load(ref ProgramReader reader)
    {
        var conditions = reader.ReadCount();
        _diagram.Start(conditions);
        _positions.Clear();
        _folded.Clear();
        for (var id = 0; id < conditions; id++)
        {
            _positions.Add(id);
            _folded.Add(reader.Read() != 0);
            _diagram.Next[id * 2] = reader.ReadCount() - 1;
            _diagram.Next[(id * 2) + 1] = reader.ReadCount() - 1;
        }
    }
}
