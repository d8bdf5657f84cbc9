using CovTools.Mapping;

namespace CovTools.Cli.Coverage;

/// <summary>Where source files are that the mapping has under another folder (-path-equivalence of llvm-cov, remapPathNames in CodeCoverage.cpp). Names in reports do not change.</summary>
/// <param name="From">A folder as the mapping has it, with a slash at its end.</param>
/// <param name="To">The folder on this machine, with a slash at its end.</param>
internal sealed record PathEquivalence(string From, string To)
{
    /// <summary>Reads <c>FROM,TO</c>.</summary>
    /// <exception cref="UsageException">One of them is missing.</exception>
    public static PathEquivalence Parse(string text)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        return comma > 0 && comma + 1 < text.Length
            ? new PathEquivalence(Folder(text[..comma]), Folder(text[(comma + 1)..]))
            : throw new UsageException($"--path-equivalence: '{text}' is not of the form FROM,TO");
    }

    /// <summary>The file on this machine; null when the path is not under <see cref="From"/>.</summary>
    public string? Map(string path)
    {
        var clean = LexicalPath.WithoutDots(path);
        return clean.StartsWith(From, StringComparison.Ordinal) ? To + clean[From.Length..] : null;
    }

    private static string Folder(string path)
    {
        var clean = LexicalPath.WithoutDots(path);
        return clean.EndsWith('/') || clean.Length == 0 ? clean : clean + "/";
    }
}
