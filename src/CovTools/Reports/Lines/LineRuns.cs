using System.Collections;
using System.Runtime.InteropServices;

namespace CovTools.Reports;

/// <summary>Lines with code of a file. Neighbours with the same count are kept as one, so that a file takes memory for what its mapping says and not for every line.</summary>
internal sealed class LineRuns : IReadOnlyList<ReportedLine>
{
    private readonly List<Run> _runs = [];
    private readonly LineBranches _branches;

    /// <param name="lines">The lines and their counts, in their order, each once.</param>
    /// <param name="branches">The conditions of the file.</param>
    public LineRuns(IEnumerable<(uint Line, ulong Count)> lines, LineBranches branches)
    {
        _branches = branches;
        foreach (var (line, count) in lines)
        {
            Add(line, count);
        }
    }

    /// <inheritdoc/>
    public int Count => _runs.Count == 0 ? 0 : _runs[^1].End;

    /// <inheritdoc/>
    public ReportedLine this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var (low, high) = (0, _runs.Count - 1);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                (low, high) = _runs[middle].End <= index ? (middle + 1, high) : (low, middle);
            }

            var run = _runs[low];
            return At(run.Line + (uint)(index - run.Start), run.Count);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<ReportedLine> GetEnumerator()
    {
        foreach (var run in _runs)
        {
            for (var index = run.Start; index < run.End; index++)
            {
                yield return At(run.Line + (uint)(index - run.Start), run.Count);
            }
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Add(uint line, ulong count)
    {
        if (_runs.Count > 0)
        {
            ref var last = ref CollectionsMarshal.AsSpan(_runs)[^1];
            if (last.Count == count && last.Line + (uint)(last.End - last.Start) == line)
            {
                last = last with { End = last.End + 1 };
                return;
            }
        }

        _runs.Add(new Run(line, count, Count, Count + 1));
    }

    private ReportedLine At(uint line, ulong count) => new(line, count, _branches.At(line));

    /// <summary>Neighbouring lines with one count.</summary>
    /// <param name="Line">The first one.</param>
    /// <param name="Count">Their count.</param>
    /// <param name="Start">Index of the first one among the lines of the file.</param>
    /// <param name="End">Index behind the last one.</param>
    private readonly record struct Run(uint Line, ulong Count, int Start, int End);
}
