using CovTools.Mapping;

namespace CovTools.MSBuild;

/// <summary>The binaries of a query, open.</summary>
internal sealed class BinarySet : IDisposable
{
    private readonly BinaryFiles _files = new();

    private BinarySet()
    {
    }

    /// <summary>The objects in the binaries, in their order.</summary>
    public IReadOnlyList<MappingObject> Objects => _files.Objects;

    /// <summary>Build ids of the objects that have one, lower-case hex.</summary>
    public IReadOnlyList<string> BuildIds => _files.BuildIds;

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

    public void Dispose() => _files.Dispose();

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

        var (hasMapping, leftOut) = _files.Add(path, architecture, withStamps: query.UsesCache);
        foreach (var reason in leftOut)
        {
            query.Warn(DiagnosticCode.MalformedInput, path, reason);
        }

        return hasMapping;
    }
}
