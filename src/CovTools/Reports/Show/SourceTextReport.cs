using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Sources with their coverage, as <c>llvm-cov show</c> prints them as text: byte for byte as the release that is followed (CodeCoverageTool::doShow).</summary>
public static class SourceTextReport
{
    /// <summary>Shows files.</summary>
    /// <param name="output">Where to. It stays open.</param>
    /// <param name="report">The coverage.</param>
    /// <param name="files">Indexes of files, in the order in which they are shown.</param>
    /// <param name="sourceOf">The text of a source file by its path in the mapping; null when there is none.</param>
    /// <param name="options">What is shown.</param>
    /// <param name="cancellation">Stops between lines.</param>
    /// <returns>Files that could not be shown: they have no text, or no coverage of their own.</returns>
    /// <exception cref="MalformedDataException">Expansions are nested too deeply, or go in circles.</exception>
    public static IReadOnlyList<string> WriteFiles(
        Stream output, CoverageReport report, IReadOnlyList<int> files, Func<string, ReadOnlyMemory<byte>?> sourceOf, ShowOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        var views = Views(output, report, sourceOf, options);
        var text = new ByteText(output);
        var renderer = new ViewRenderer(text, report, views, options);
        var left = new List<string>();
        foreach (var file in files)
        {
            if (views.OfFile(file) is not { } view)
            {
                left.Add(report.Files[file]);
                continue;
            }

            renderer.Write(view, isWholeFile: true, hasName: files.Count != 1, 0, cancellation);
            text.Write("\n"u8);
        }

        text.Flush();
        return left;
    }

    /// <summary>Shows functions.</summary>
    /// <param name="output">Where to. It stays open.</param>
    /// <param name="report">The coverage.</param>
    /// <param name="files">Indexes of files whose functions are looked at, in the order in which they are shown.</param>
    /// <param name="isShown">Chooses functions.</param>
    /// <param name="sourceOf">The text of a source file by its path in the mapping; null when there is none.</param>
    /// <param name="options">What is shown.</param>
    /// <param name="cancellation">Stops between lines.</param>
    /// <returns>Functions that could not be shown: their file has no text.</returns>
    /// <exception cref="MalformedDataException">Expansions are nested too deeply, or go in circles.</exception>
    public static IReadOnlyList<string> WriteFunctions(
        Stream output, CoverageReport report, IReadOnlyList<int> files, Func<FunctionCoverage, bool> isShown, Func<string, ReadOnlyMemory<byte>?> sourceOf, ShowOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(isShown);
        var views = Views(output, report, sourceOf, options);
        var text = new ByteText(output);
        var renderer = new ViewRenderer(text, report, views, options);
        var left = new List<string>();
        foreach (var file in files)
        {
            var hasFunction = false;
            foreach (var function in report.FunctionsOfFile(file).Where(isShown))
            {
                hasFunction = true;
                if (views.OfFunction(function) is { } view)
                {
                    renderer.Write(view, isWholeFile: false, hasName: true, 0, cancellation);
                }
                else
                {
                    left.Add(function.Name);
                }
            }

            if (hasFunction)
            {
                text.Write("\n"u8);
            }
        }

        text.Flush();
        return left;
    }

    private static SourceViews Views(Stream output, CoverageReport report, Func<string, ReadOnlyMemory<byte>?> sourceOf, ShowOptions options)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(sourceOf);
        ArgumentNullException.ThrowIfNull(options);
        return new SourceViews(report, options, sourceOf);
    }
}
