namespace CovTools.Cli.Exec;

/// <summary>
/// Variables that make compilers instrument. clang takes changes of its command line from CCC_OVERRIDE_OPTIONS (applyOverrideOptions in clang/lib/Driver),
/// so that build files and the command lines that build tools compare stay as they are.
/// </summary>
internal static class InstrumentingEnvironment
{
    private const string Override = "CCC_OVERRIDE_OPTIONS";

    /// <summary>'#': without a message; '+': at the end. Options that do not matter to a step (assembling) are no reason to warn.</summary>
    private const string ClangEdits = "+-fprofile-instr-generate +-fcoverage-mapping +-Qunused-arguments";

    private const string RustOption = "instrument-coverage";
    private const char RustSeparator = '\u001f';

    /// <summary>Changes the environment of a build.</summary>
    /// <param name="environment">What the build gets.</param>
    /// <param name="find">Finds a program on the path; null when there is none.</param>
    public static void Apply(IDictionary<string, string?> environment, Func<string, string?> find)
    {
        // Who asked for no coverage by name gets none of it twice.
        var edits = environment.TryGetValue(Override, out var given) && !string.IsNullOrEmpty(given) ? given : "#";
        environment[Override] = edits.Contains("-fcoverage-mapping", StringComparison.Ordinal) ? edits : $"{edits}{(edits == "#" ? "" : " ")}{ClangEdits}";
        if (FindClang(find) is { } clang)
        {
            // Build tools otherwise take cc, which is gcc on most systems.
            SetIfMissing(environment, "CC", clang);
            SetIfMissing(environment, "CXX", clang.Replace("clang", "clang++", StringComparison.Ordinal));
        }

        AddRustFlags(environment);
    }

    private static void AddRustFlags(IDictionary<string, string?> environment)
    {
        // cargo takes the encoded variable, where it is set, instead of the other.
        if (environment.TryGetValue("CARGO_ENCODED_RUSTFLAGS", out var encoded) && !string.IsNullOrEmpty(encoded))
        {
            environment["CARGO_ENCODED_RUSTFLAGS"] = encoded.Contains(RustOption, StringComparison.Ordinal) ? encoded : $"{encoded}{RustSeparator}-C{RustSeparator}{RustOption}";
            return;
        }

        var flags = environment.TryGetValue("RUSTFLAGS", out var given) ? given ?? "" : "";
        environment["RUSTFLAGS"] = flags.Contains(RustOption, StringComparison.Ordinal) ? flags : $"{flags} -C {RustOption}".TrimStart();
    }

    private static string? FindClang(Func<string, string?> find) =>
        Enumerable.Range(0, 50).Select(index => index == 0 ? "clang" : $"clang-{50 - index}")
            .FirstOrDefault(name => find(name) is not null && find(name.Replace("clang", "clang++", StringComparison.Ordinal)) is not null);

    private static void SetIfMissing(IDictionary<string, string?> environment, string name, string value)
    {
        if (!environment.TryGetValue(name, out var given) || string.IsNullOrEmpty(given))
        {
            environment[name] = value;
        }
    }
}
