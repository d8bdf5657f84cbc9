using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>A directory: which files lie in it, and their sums.</summary>
/// <param name="name">Its path.</param>
internal sealed class CoberturaPackage(string name)
{
    private readonly List<int> _files = [];

    public string Name { get; } = name;

    /// <summary>Indexes of the files.</summary>
    public IReadOnlyList<int> Files => _files;

    public Metric Lines { get; private set; }

    public Metric Branches { get; private set; }

    public void Add(int file, Metric lines, Metric branches)
    {
        _files.Add(file);
        Lines += lines;
        Branches += branches;
    }
}
