using CovTools.Mapping;
using CovTools.Objects;

namespace CovTools.MSBuild;

/// <summary>The binaries of a query, open, so that what is read of them later is what was looked at first.</summary>
internal sealed class BinarySet : IDisposable
{
    private readonly List<IDisposable> _open = [];
    private readonly List<MappingObject> _objects = [];
    private readonly List<string> _buildIds = [];

    private BinarySet()
    {
    }

    /// <summary>The objects in the binaries, in their order.</summary>
    public IReadOnlyList<MappingObject> Objects => _objects;

    /// <summary>Build ids of the objects that have one, lower-case hex.</summary>
    public IReadOnlyList<string> BuildIds => _buildIds;

    /// <summary>Opens binaries.</summary>
    /// <exception cref="CovErrorException">There is none, or none of them has coverage data.</exception>
    /// <exception cref="MalformedDataException">One is damaged.</exception>
    /// <exception cref="IOException">One cannot be read.</exception>
    public static BinarySet Open(CoverageQuery query, CancellationToken cancellationToken)
    {
        if (query.Binaries.Count == 0)
        {
            throw new CovErrorException(DiagnosticCode.NoBinary, null, "no binary: name the instrumented libraries or programs as CovBinary items");
        }

        var set = new BinarySet();
        try
        {
            var without = new List<string>();
            foreach (var item in query.Binaries)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!set.Add(item.FullPath(), item.GetMetadata("Architecture"), query))
                {
                    without.Add(item.FullPath());
                }
            }

            Judge(without, query);
            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var item in _open)
        {
            item.Dispose();
        }
    }

    private static void Judge(List<string> without, CoverageQuery query)
    {
        const string Hint = "no coverage data: it was built without -fprofile-instr-generate -fcoverage-mapping, or stripped of it; name an instrumented build that still has its coverage sections";
        if (without.Count == query.Binaries.Count)
        {
            throw new CovErrorException(DiagnosticCode.NotInstrumented, without[0], Hint);
        }

        foreach (var path in without)
        {
            query.Warn(DiagnosticCode.NotInstrumented, path, Hint);
        }
    }

    private bool Add(string path, string architecture, CoverageQuery query)
    {
        if (!File.Exists(path))
        {
            throw new CovErrorException(DiagnosticCode.NoBinary, path, "there is no such binary; build it before its coverage is reported");
        }

        var source = new FileByteSource(path);
        _open.Add(source);
        var found = ObjectFiles.Open(source, architecture);
        _open.Add(found);
        foreach (var reason in found.LeftOut)
        {
            query.Warn(DiagnosticCode.MalformedInput, path, reason);
        }

        var hasMapping = false;
        foreach (var file in found.Files)
        {
            if (file.BuildId.Length > 0)
            {
                _buildIds.Add(file.BuildId);
            }

            hasMapping |= file.FindSections(CoverageSection.CoverageMap).Any(static section => section.Size > 0);
            _objects.Add(new MappingObject(() => MappingSections.Read(file), query.UsesCache ? MappingStamp.Of(file, source) : null));
        }

        return hasMapping;
    }
}
