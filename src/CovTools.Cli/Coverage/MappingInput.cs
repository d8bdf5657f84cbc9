using CovTools.Mapping;
using CovTools.Objects;

namespace CovTools.Cli.Coverage;

/// <summary>The binaries of a command, open, so that what is read of them later is what was looked at first.</summary>
internal sealed class MappingInput : IDisposable
{
    private readonly List<IDisposable> _open = [];
    private readonly List<MappingObject> _objects = [];
    private readonly List<string> _buildIds = [];

    private MappingInput()
    {
    }

    /// <summary>The objects in the binaries, in their order.</summary>
    public IReadOnlyList<MappingObject> Objects => _objects;

    /// <summary>Build ids of the objects that have one, lower-case hex.</summary>
    public IReadOnlyList<string> BuildIds => _buildIds;

    /// <summary>Opens the binaries of <paramref name="request"/>.</summary>
    /// <exception cref="NothingMeasuredException">None of them has a mapping.</exception>
    /// <exception cref="IOException">One cannot be read.</exception>
    /// <exception cref="MalformedDataException">One is damaged, or of no known format.</exception>
    public static MappingInput Open(CoverageRequest request, CancellationToken cancellationToken)
    {
        var input = new MappingInput();
        try
        {
            var hasMapping = false;
            for (var i = 0; i < request.Objects.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hasMapping |= input.Add(request, i);
            }

            return hasMapping
                ? input
                : throw new NothingMeasuredException(
                    $"{string.Join(", ", request.Objects)}: no coverage data found; instrumented binaries are built with -fprofile-instr-generate -fcoverage-mapping");
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    /// <summary>Reads the mappings of all objects.</summary>
    /// <exception cref="MalformedDataException">One is damaged as a whole.</exception>
    public CoverageMapping Load(CancellationToken cancellationToken) => CoverageMapping.Load([.. _objects.Select(item => item.Read())], cancellationToken);

    public void Dispose()
    {
        foreach (var item in _open)
        {
            item.Dispose();
        }
    }

    private bool Add(CoverageRequest request, int index)
    {
        var source = new FileByteSource(request.Objects[index]);
        _open.Add(source);
        var found = ObjectFiles.Open(source, request.ArchitectureOf(index));
        _open.Add(found);
        foreach (var reason in found.LeftOut)
        {
            Console.Error.WriteLine($"warning: {reason}");
        }

        var hasMapping = false;
        foreach (var file in found.Files)
        {
            if (file.BuildId.Length > 0)
            {
                _buildIds.Add(file.BuildId);
            }

            hasMapping |= file.FindSections(CoverageSection.CoverageMap).Any(section => section.Size > 0);
            var stamp = request.UsesCache && MappingStamp.Of(file, source) is { } own ? $"{own} {request.CompilationFolder}" : null;
            _objects.Add(new MappingObject(() => With(MappingSections.Read(file), request.CompilationFolder), stamp));
        }

        return hasMapping;
    }

    private static MappingSections With(MappingSections read, string compilationFolder) => compilationFolder.Length == 0
        ? read
        : new MappingSections(read.Name, read.CoverageMap, read.FunctionRecords, read.Names)
        {
            NamesAddress = read.NamesAddress,
            IsBigEndian = read.IsBigEndian,
            Is64Bit = read.Is64Bit,
            CompilationDirectory = compilationFolder,
        };
}
