using CovTools.Mapping;
using CovTools.Objects;

namespace CovTools.Cli.Coverage;

/// <summary>The mapping of the binaries of a command.</summary>
/// <param name="Mapping">The mapping.</param>
/// <param name="BuildIds">Build ids of the binaries that have one, lower-case hex.</param>
internal sealed record MappingInput(CoverageMapping Mapping, IReadOnlyList<string> BuildIds)
{
    /// <summary>Reads the binaries of <paramref name="request"/>.</summary>
    /// <exception cref="NothingMeasuredException">None of them has a mapping.</exception>
    /// <exception cref="IOException">One cannot be read.</exception>
    /// <exception cref="MalformedDataException">One is damaged, or of no known format.</exception>
    public static MappingInput Read(CoverageRequest request, CancellationToken cancellationToken)
    {
        var buildIds = new List<string>();
        var sections = new List<MappingSections>();
        foreach (var path in request.Objects)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var file = new FileByteSource(path);
            var elf = ElfObject.Read(file);
            buildIds.Add(elf.BuildId);
            sections.Add(With(MappingSections.Read(elf), request.CompilationFolder));
        }

        if (sections.TrueForAll(read => read.CoverageMap.Length == 0))
        {
            throw new NothingMeasuredException($"{string.Join(", ", request.Objects)}: no coverage data found; instrumented binaries are built with -fprofile-instr-generate -fcoverage-mapping");
        }

        return new MappingInput(CoverageMapping.Load(sections, cancellationToken), [.. buildIds.Where(id => id.Length > 0)]);
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
