namespace CovTools.Live;

/// <summary>A line of /proc/PID/maps (proc_pid_maps(5)).</summary>
/// <param name="Start">First address.</param>
/// <param name="End">Address behind the last byte.</param>
/// <param name="IsWritable">It may be written.</param>
/// <param name="Offset">Offset of the first byte in the file.</param>
/// <param name="Inode">Of the file; 0 when there is none.</param>
/// <param name="Path">The file as the process sees it, without the mark of deleted ones; empty when there is none.</param>
internal readonly record struct ProcessMapping(ulong Start, ulong End, bool IsWritable, ulong Offset, ulong Inode, string Path)
{
    private const string DeletedMark = " (deleted)";

    /// <summary>Reads the text of a maps file; lines that make no sense are left out.</summary>
    public static List<ProcessMapping> Parse(string text)
    {
        var mappings = new List<ProcessMapping>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (TryParse(line, out var mapping))
            {
                mappings.Add(mapping);
            }
        }

        return mappings;
    }

    private static bool TryParse(ReadOnlySpan<char> line, out ProcessMapping mapping)
    {
        Span<Range> fields = stackalloc Range[6];
        mapping = default;
        var count = line.Split(fields, ' ', StringSplitOptions.RemoveEmptyEntries);
        if (count < 5)
        {
            return false;
        }

        var range = line[fields[0]];
        var dash = range.IndexOf('-');
        const System.Globalization.NumberStyles Hex = System.Globalization.NumberStyles.AllowHexSpecifier;
        if (dash < 0 || !ulong.TryParse(range[..dash], Hex, null, out var start) || !ulong.TryParse(range[(dash + 1)..], Hex, null, out var end)
            || !ulong.TryParse(line[fields[2]], Hex, null, out var offset) || !ulong.TryParse(line[fields[4]], out var inode))
        {
            return false;
        }

        var path = count < 6 ? "" : line[fields[5]].ToString();
        path = path.EndsWith(DeletedMark, StringComparison.Ordinal) ? path[..^DeletedMark.Length] : path;
        mapping = new ProcessMapping(start, end, line[fields[1]] is ['r', 'w', ..], offset, inode, path.Replace("\\012", "\n", StringComparison.Ordinal));
        return true;
    }
}
