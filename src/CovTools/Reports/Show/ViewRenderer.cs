using System.Runtime.CompilerServices;
using CovTools.Coverage;
using CovTools.Mapping;

namespace CovTools.Reports;

/// <summary>A view with all that is nested in it (SourceCoverageView::print).</summary>
internal sealed class ViewRenderer
{
    private readonly ByteText _output;
    private readonly CoverageReport _report;
    private readonly SourceViews _views;
    private readonly ShowOptions _options;
    private readonly ViewFrame _frame;
    private readonly LineRenderer _line;
    private readonly BranchRenderer _branches;
    private readonly McdcRenderer _decisions;

    public ViewRenderer(ByteText output, CoverageReport report, SourceViews views, ShowOptions options)
    {
        _output = output;
        _report = report;
        _views = views;
        _options = options;
        _frame = new ViewFrame(output, options);
        _line = new LineRenderer(output, _frame, options);
        _branches = new BranchRenderer(output, _frame, options);
        _decisions = new McdcRenderer(output, _frame, options);
    }

    /// <summary>Shows a view.</summary>
    /// <param name="view">The view.</param>
    /// <param name="isWholeFile">All lines of the source; otherwise those from the first to the last with coverage.</param>
    /// <param name="hasName">Its name comes first.</param>
    /// <param name="depth">How deeply it is nested.</param>
    /// <param name="cancellation">Stops between lines.</param>
    /// <exception cref="MalformedDataException">Expansions are nested too deeply, or go in circles.</exception>
    public void Write(SourceView view, bool isWholeFile, bool hasName, int depth, CancellationToken cancellation)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new MalformedDataException(view.Data.Path, -1, "expansions are nested too deeply");
        }

        if (view.Expansions.Count > 0 && depth > DeepestOf(view.Expansions[0].Function))
        {
            throw new MalformedDataException(view.Data.Path, -1, "expansions go in circles");
        }

        if (hasName)
        {
            Colored($"{LexicalPath.WithoutDots(view.Name)}:\n", AnsiColor.Cyan);
        }

        var segments = view.Data.Segments;
        var first = segments.Count == 0 ? 0 : segments[0].Line;
        using var lines = new ViewLines(_report, view.Data);
        var nested = new NestedViews(view, _views);
        var source = new SourceLines(view.Text.Span);
        while (source.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            var line = lines.At(source.Number);
            if (!isWholeFile)
            {
                if (lines.HasEnded)
                {
                    break;
                }

                if (source.Number < first)
                {
                    continue;
                }
            }

            _frame.Prefix(depth);
            _frame.Columns(line);
            _line.Text(source.Line, line, segments, _options.HasColor ? nested.ExpansionColumnAt(source.Number) : 0);
            if (_options.RegionMarkers && LineRenderer.HasMarkers(line, segments))
            {
                _line.Markers(line, segments, depth);
            }

            WriteNested(nested, source.Line, line, segments, depth, cancellation);
        }
    }

    /// <summary>A view that expands something cannot be nested more deeply, as the function would have more texts than it has.</summary>
    private static int DeepestOf(FunctionCoverage function) => (function.Files.Count * 2) + 1;

    private void WriteNested(NestedViews nested, ReadOnlySpan<byte> text, in LineCoverage line, IReadOnlyList<CoverageSegment> segments, int depth, CancellationToken cancellation)
    {
        var hasNested = false;
        while (nested.TakeExpansion(line.Line, out var column) is { } expansion)
        {
            _frame.Divider(depth);
            if (hasNested)
            {
                _frame.Prefix(depth);
                _output.Spaces(_frame.ColumnsWidth + (depth == 0 ? 0 : 1));
                _line.Text(text, line, segments, column);
                _frame.Divider(depth);
            }

            Write(expansion, isWholeFile: false, hasName: false, depth + 2, cancellation);
            hasNested = true;
        }

        while (nested.TakeInstantiation(line.Line) is { } function)
        {
            _frame.Divider(depth);
            WriteInstantiation(nested, function, depth + 1, cancellation);
            hasNested = true;
        }

        while (nested.TakeBranches(line.Line) is { } branches)
        {
            _frame.Divider(depth);
            _branches.Write(branches, depth + 1);
            hasNested = true;
        }

        while (nested.TakeDecisions(line.Line) is { } decisions)
        {
            _frame.Divider(depth);
            _decisions.Write(decisions, depth + 1);
            hasNested = true;
        }

        if (hasNested)
        {
            _frame.Divider(depth);
        }
    }

    private void WriteInstantiation(NestedViews nested, FunctionCoverage function, int depth, CancellationToken cancellation)
    {
        _frame.Prefix(depth);
        _output.Write(" "u8);
        if (_views.OfInstantiation(function, nested.Text) is { } view)
        {
            Write(view, isWholeFile: false, hasName: true, depth, cancellation);
        }
        else
        {
            Colored($"Unexecuted instantiation: {_views.NameOf(function)}\n", AnsiColor.Red);
        }
    }

    private void Colored(string text, AnsiColor color)
    {
        if (_options.HasColor)
        {
            _output.Start(color);
        }

        _output.Write(text);
        if (_options.HasColor)
        {
            _output.End();
        }
    }
}
