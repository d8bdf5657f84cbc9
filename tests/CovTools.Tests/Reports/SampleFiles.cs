using CovTools.Coverage;
using CovTools.Reports;

namespace CovTools.Tests.Reports;

/// <summary>Files made by hand: two directories, odd names, conditions, one file without code.</summary>
internal static class SampleFiles
{
    public static IReadOnlyList<ReportedFile> All { get; } =
    [
        new("/w/empty.h", [], []),
        new(
            "/w/src/a & \"b\"\u0001.c",
            [Line(3, 10), Line(4, 10, new LineCondition(7, 3), new LineCondition(7, 0)), Line(5, 0), Line(9, ulong.MaxValue, new LineCondition(null, 1))],
            [new("_Z1fv", 3, 5, 10), new("Definition at line 9, column 1", 9, 9, 12)]),
        new("/w/src/c.c", [Line(1, 0)], [new("<main>", 1, 1, 0)]),
    ];

    public static Metric Lines { get; } = new(3, 5);

    public static Metric Branches { get; } = new(4, 5);

    public static byte[] Write(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    public static string Text(Action<TextWriter> write)
    {
        using var writer = new StringWriter { NewLine = "\r\n" };
        write(writer);
        return writer.ToString();
    }

    private static ReportedLine Line(uint line, ulong count, params LineCondition[] conditions) => new(line, count, conditions);
}
