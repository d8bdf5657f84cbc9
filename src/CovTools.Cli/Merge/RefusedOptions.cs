namespace CovTools.Cli.Merge;

/// <summary>Options of llvm-profdata that this tool does not have, and why.</summary>
internal static class RefusedOptions
{
    private const string Samples = "this tool merges instrumentation profiles only; sample profiles need llvm-profdata";
    private const string DebugInfo = "profiles that are correlated by debug info cannot be read; build with -profile-correlate=binary and give --correlate binary --binary-file FILE";
    private const string Memory = "this tool knows instrumentation profiles only; memory profiles need llvm-profdata";
    private const string HotList = "hot functions are not listed; --topn lists the functions with the largest counts";
    private const string Shown = "this is known for sample profiles only; instrumentation profiles are shown as text";

    /// <summary>Those of <c>merge</c>, without dashes.</summary>
    public static IReadOnlyDictionary<string, string> Merge { get; } = Table(
        (Samples, "sample convert-sample-profile-layout sample-frame-depth-for-cold-context sample-merge-cold-context sample-trim-cold-context prof-sym-list "
            + "compress-all-sections use-md5 gen-partial-profile drop-profile-symbol-list output-size-limit split-layout supplement-instr-with-sample "
            + "zero-counter-threshold suppl-min-size-threshold instr-prof-cold-threshold gcc"),
        (Memory, "profiled-binary memprof-version memprof-full-schema memprof-random-hotness memprof-random-hotness-seed"),
        (DebugInfo, "debug-info max-debug-info-correlation-warnings debuginfod"));

    /// <summary>Those of <c>profile show</c>.</summary>
    public static IReadOnlyDictionary<string, string> Show { get; } = Table(
        (Samples, "sample show-prof-sym-list show-sec-info-only"),
        (Memory, "memory profiled-binary"),
        (DebugInfo, "debug-info max-debug-info-correlation-warnings"),
        (HotList, "hot-func-list"),
        (Shown, "json"));

    private static Dictionary<string, string> Table(params (string Reason, string Names)[] groups) =>
        groups.SelectMany(group => group.Names.Split(' ').Select(name => (name, group.Reason))).ToDictionary(pair => pair.name, pair => pair.Reason, StringComparer.Ordinal);
}
