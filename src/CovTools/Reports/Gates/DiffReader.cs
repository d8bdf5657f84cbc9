namespace CovTools.Reports;

/// <summary>
/// Reads unified diffs (git's and those of diff -u; text around them, such as a commit's message, is passed over) in one go. Memory depends on the number of files and
/// changed ranges, not on the length of lines. Hunks are followed by their line counts, so that content that looks like a header is content.
/// </summary>
/// <param name="stream">The diff.</param>
/// <param name="name">Its name, for messages.</param>
internal sealed class DiffReader(Stream stream, string name)
{
    private readonly DiffLines _lines = new(stream);
    private readonly List<(string Path, List<LineRange> Lines)> _files = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private string? _oldPath;
    private bool _isDiff;
    private bool _isInFile;
    private List<LineRange>? _added;
    private int _oldLeft;
    private int _newLeft;
    private int _newLine;

    /// <summary>Reads all of it.</summary>
    public IReadOnlyList<ChangedFile> Read()
    {
        var isEmpty = true;
        while (_lines.TryRead(out var line))
        {
            isEmpty &= line.IsEmpty;
            if (_oldLeft > 0 || _newLeft > 0)
            {
                ReadContent(line);
            }
            else
            {
                ReadHeader(line);
            }
        }

        if (_oldLeft > 0 || _newLeft > 0)
        {
            throw Error($"the diff ends within a hunk: {_oldLeft} old and {_newLeft} new lines are missing");
        }

        return _isDiff || isEmpty
            ? [.. _files.Select(static file => new ChangedFile(file.Path, Joined(file.Lines)))]
            : throw new MalformedDataException(name, 0, "this is no unified diff");
    }

    private void ReadContent(ReadOnlySpan<byte> line)
    {
        // Some tools take the blank off an empty context line.
        var kind = line.IsEmpty || line is [(byte)'\r'] ? (byte)' ' : line[0];
        switch (kind)
        {
            case (byte)' ':
                _oldLeft--;
                _newLeft--;
                _newLine++;
                break;
            case (byte)'-':
                _oldLeft--;
                break;
            case (byte)'+':
                _newLeft--;
                Add(_newLine++);
                break;
            case (byte)'\\':
                break;
            default:
                throw Error("a line of a hunk begins with none of ' ', '+', '-', '\\'");
        }

        if (_oldLeft < 0 || _newLeft < 0)
        {
            throw Error("a hunk has more lines than its header says");
        }
    }

    private void Add(int line)
    {
        if (_added is { } ranges)
        {
            LineRange.Append(ranges, line);
        }
    }

    private void ReadHeader(ReadOnlySpan<byte> line)
    {
        var oldPath = _oldPath;
        _oldPath = null;
        if (line.StartsWith("diff --git "u8))
        {
            _isDiff = true;
            _isInFile = false;
        }
        else if (line.StartsWith("--- "u8))
        {
            _oldPath = ReadPath(line[4..]);
            _isInFile = false;
        }
        else if (oldPath is not null && line.StartsWith("+++ "u8))
        {
            StartFile(oldPath, ReadPath(line[4..]));
        }
        else if (line.StartsWith("@@@ "u8) && _isDiff)
        {
            throw Error("combined diffs of merges cannot be read; make a diff with one parent, such as git diff MERGE^ MERGE");
        }
        else if (line.StartsWith("@@ "u8) && (_isDiff || HunkHeader.TryRead(line) is not null))
        {
            StartHunk(HunkHeader.TryRead(line) ?? throw Error("damaged header of a hunk"));
        }
    }

    private string ReadPath(ReadOnlySpan<byte> text) => DiffPath.TryRead(text, out var path) ? path : throw Error("damaged quotes around a path");

    private void StartFile(string oldPath, string newPath)
    {
        _isDiff = true;
        _isInFile = true;
        _added = null;
        if (newPath.Length == 0)
        {
            return;
        }

        var path = DiffPath.WithoutPrefix(oldPath, newPath);
        if (!_indexes.TryGetValue(path, out var index))
        {
            index = _files.Count;
            _indexes.Add(path, index);
            _files.Add((path, []));
        }

        _added = _files[index].Lines;
    }

    private void StartHunk(HunkHeader hunk)
    {
        if (!_isInFile)
        {
            throw Error("a hunk without a file");
        }

        (_oldLeft, _newLeft, _newLine) = (hunk.OldLines, hunk.NewLines, hunk.NewStart);
    }

    /// <summary>Hunks of one file may come in any order when a diff has several parts.</summary>
    private static List<LineRange> Joined(List<LineRange> ranges)
    {
        ranges.Sort(static (left, right) => left.First.CompareTo(right.First));
        var joined = new List<LineRange>(ranges.Count);
        foreach (var range in ranges)
        {
            if (joined.Count > 0 && range.First - 1 <= joined[^1].Last)
            {
                joined[^1] = joined[^1] with { Last = Math.Max(joined[^1].Last, range.Last) };
            }
            else
            {
                joined.Add(range);
            }
        }

        return joined;
    }

    private MalformedDataException Error(string reason) => new(name, _lines.Offset, reason);
}
