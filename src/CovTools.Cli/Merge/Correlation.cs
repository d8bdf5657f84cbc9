using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Cli.Merge;

/// <summary>Where records and names of profiles come from that were written without them.</summary>
internal static class Correlation
{
    /// <summary>Reads <c>--correlate</c> and <c>--binary-file</c>; the latter alone means a binary, as for llvm-profdata.</summary>
    /// <exception cref="UsageException">The kind is not known, or the file is missing.</exception>
    public static ProfileReadOptions Read(string? kind, string? binary) => (kind, binary) switch
    {
        (null, null) => ProfileReadOptions.Default,
        (null or "binary", { } path) => new ProfileReadOptions { Correlation = Load(path) },
        ("binary", null) => throw new UsageException("--correlate binary needs --binary-file FILE"),
        ("debug-info", _) => throw new UsageException($"--correlate debug-info: {RefusedOptions.Merge["debug-info"]}"),
        _ => throw new UsageException($"--correlate: '{kind}' is not known; binary is"),
    };

    private static BinaryCorrelation Load(string path)
    {
        using var file = new FileByteSource(path);
        return BinaryCorrelation.Read(ElfObject.Read(file));
    }
}
