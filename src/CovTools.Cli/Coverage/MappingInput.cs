using CovTools.Mapping;

namespace CovTools.Cli.Coverage;

/// <summary>The binaries of a command, open.</summary>
internal sealed class MappingInput : IDisposable
{
    private readonly BinaryFiles _files = new();

    private MappingInput()
    {
    }

    /// <summary>The objects in the binaries, in their order.</summary>
    public IReadOnlyList<MappingObject> Objects => _files.Objects;

    /// <summary>Build ids of the objects that have one, lower-case hex.</summary>
    public IReadOnlyList<string> BuildIds => _files.BuildIds;

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
                var added = input._files.Add(request.Objects[i], request.ArchitectureOf(i), request.CompilationFolder, request.UsesCache);
                hasMapping |= added.HasMapping;
                foreach (var reason in added.LeftOut)
                {
                    Console.Error.WriteLine($"warning: {reason}");
                }
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

    public void Dispose() => _files.Dispose();
}
