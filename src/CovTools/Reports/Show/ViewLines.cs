using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Coverage of each line of a source from its first on, also before and behind the part that has any (LineCoverageIterator that starts at line 1).</summary>
internal sealed class ViewLines : IDisposable
{
    private readonly IEnumerator<LineCoverage> _lines;
    private bool _hasLine;
    private bool _wasReached;

    public ViewLines(CoverageReport report, CoverageData view)
    {
        _lines = report.Lines(view).GetEnumerator();
        _hasLine = _lines.MoveNext();
    }

    /// <summary>All lines with segments are done.</summary>
    public bool HasEnded => !_hasLine && _wasReached;

    /// <summary>Coverage of a line; ask for every line once, in order.</summary>
    /// <param name="number">From 1.</param>
    public LineCoverage At(uint number)
    {
        if (_hasLine && _wasReached)
        {
            _hasLine = _lines.MoveNext();
        }

        if (!_hasLine || _lines.Current.Line != number)
        {
            return new LineCoverage(number, 0, IsMapped: false, HasMultipleRegions: false, 0, 0, -1);
        }

        _wasReached = true;
        return _lines.Current;
    }

    public void Dispose() => _lines.Dispose();
}
