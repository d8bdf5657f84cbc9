namespace CovTools.Coverage;

/// <summary>Which functions have a part in which file: for each file its functions in load order.</summary>
internal sealed class FileIndex
{
    private readonly int[] _starts;
    private readonly int[] _functions;

    /// <param name="compiled">Gives the files of each function.</param>
    /// <param name="fates">Functions that were left out have no part.</param>
    public FileIndex(CompiledMapping compiled, FunctionFate[] fates)
    {
        var lists = Array.ConvertAll(compiled.FileLists, static list => list.Distinct().ToArray());
        _starts = new int[compiled.FileOrder.Length + 1];
        for (var i = 0; i < fates.Length; i++)
        {
            foreach (var file in FilesOf(i))
            {
                _starts[file + 1]++;
            }
        }

        for (var file = 1; file < _starts.Length; file++)
        {
            _starts[file] = checked(_starts[file] + _starts[file - 1]);
        }

        _functions = new int[_starts[^1]];
        var next = _starts[..^1];
        for (var i = 0; i < fates.Length; i++)
        {
            foreach (var file in FilesOf(i))
            {
                _functions[next[file]++] = i;
            }
        }

        int[] FilesOf(int function) => FunctionFates.IsIn(fates[function]) ? lists[compiled.Shapes[function].FileList] : [];
    }

    /// <summary>Functions with a part in a file of the mapping.</summary>
    public ReadOnlySpan<int> FunctionsOf(int file) => _functions.AsSpan(_starts[file], _starts[file + 1] - _starts[file]);
}
