namespace CovTools.Cli.Coverage;

/// <summary>Options of llvm-cov that this tool does not have, and why.</summary>
internal static class RefusedOptions
{
    private const string Folder = "this tool writes one text; give -o FILE, or one call per source file";
    private const string Html = "pages (HTML) are not in this release of the tool; report, show and export write text and machine formats";
    private const string Lookup = "binaries are not looked up by build id; name them: BINARY and --object BINARY";
    private const string Arch = "this release reads ELF binaries, which hold one architecture each; leave it out";

    /// <summary>Those of all three verbs, without dashes.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = Table(
        (Folder, "output-dir show-directory-coverage"),
        (Html, "project-title coverage-watermark show-created-time"),
        (Lookup, "debug-file-directory debuginfod"),
        (Arch, "arch"));

    private static Dictionary<string, string> Table(params (string Reason, string Names)[] groups) =>
        groups.SelectMany(group => group.Names.Split(' ').Select(name => (name, group.Reason))).ToDictionary(pair => pair.name, pair => pair.Reason, StringComparer.Ordinal);
}
