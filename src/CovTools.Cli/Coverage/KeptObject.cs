using CovTools.Objects;

namespace CovTools.Cli.Coverage;

/// <summary><c>export --format object</c>: what reports need of a binary, as a small ELF file.</summary>
internal static class KeptObject
{
    /// <summary>The format's name.</summary>
    public const string Format = "object";

    /// <summary>Writes the coverage sections and the identity of the binary of <paramref name="request"/>. No profile is needed.</summary>
    /// <exception cref="UsageException">There are several binaries, or one with several objects in it.</exception>
    /// <exception cref="NothingMeasuredException">It has no coverage data.</exception>
    /// <exception cref="MalformedDataException">It is damaged, or of no known format.</exception>
    public static void Write(CoverageRequest request)
    {
        if (request.Objects.Count != 1)
        {
            throw new UsageException($"--format={Format}: one binary is written at a time, {request.Objects.Count} were given");
        }

        using var source = new FileByteSource(request.Objects[0]);
        using var found = ObjectFiles.Open(source, request.ArchitectureOf(0));
        if (found.Files.Count > 1)
        {
            throw new UsageException($"--format={Format}: {request.Objects[0]} has {found.Files.Count} objects in it; they are written one at a time");
        }

        if (found.Files.Count == 0 || !found.Files[0].FindSections(CoverageSection.CoverageMap).Any(section => section.Size > 0))
        {
            throw new NothingMeasuredException($"{request.Objects[0]}: no coverage data found");
        }

        request.WriteOutput(output => CoverageObjectWriter.Write(found.Files[0], output));
    }
}
