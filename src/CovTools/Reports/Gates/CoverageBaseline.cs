namespace CovTools.Reports;

/// <summary>Reads an earlier result: a JSON export of llvm-cov or of this project (whole or summary only, of any release), or a table of <see cref="CsvReport"/>.</summary>
public static class CoverageBaseline
{
    /// <summary>Reads a result.</summary>
    /// <param name="stream">The result; can seek, stays open.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="pathMaps">Applied to the paths of an export; a table has the paths that a report had.</param>
    /// <exception cref="MalformedDataException">It is neither, or damaged.</exception>
    public static ReportedSummary Read(Stream stream, string name, PathMapSet? pathMaps = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        if (!stream.CanSeek)
        {
            throw new ArgumentException("a stream that can seek is needed", nameof(stream));
        }

        var start = stream.Position;
        var first = stream.ReadByte();
        stream.Position = start;
        if (first == '{')
        {
            return ReportedSummary.From(new LlvmJsonSummaryReader(stream, name).Read(), ReportedSummary.LlvmMetric, pathMaps);
        }

        using var text = new StreamReader(stream, leaveOpen: true);
        return CsvSummaryReader.Read(text, name);
    }
}
