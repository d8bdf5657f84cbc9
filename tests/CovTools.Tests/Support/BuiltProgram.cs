using System.Text.Json;
using CovTools.Tests.Modules;

namespace CovTools.Tests.Support;

/// <summary>A program of tests/Fixtures/programs as one LLVM release built and ran it.</summary>
internal sealed class BuiltProgram
{
    private BuiltProgram(int release, string folder, string name, IReadOnlyList<string> binaries, IReadOnlyList<string> profiles, IReadOnlyList<string> mergeOptions) =>
        (Release, Folder, Name, Binaries, Profiles, MergeOptions) = (release, folder, name, binaries, profiles, mergeOptions);

    /// <summary>The LLVM release whose tools fit: the compiler's, or for text the one that was asked for.</summary>
    public int Release { get; }

    /// <summary>Where everything lies; tests must not write there.</summary>
    public string Folder { get; }

    public string Name { get; }

    /// <summary>Executables and shared objects; the last one is the program. None for profiles in text form.</summary>
    public IReadOnlyList<string> Binaries { get; }

    /// <summary>Profiles in the order of the runs, empty files of killed runs among them.</summary>
    public IReadOnlyList<string> Profiles { get; }

    /// <summary>Options that merging these profiles needs, for instance the binary that they are correlated with.</summary>
    public IReadOnlyList<string> MergeOptions { get; }

    /// <summary>Path of the fitting llvm-profdata.</summary>
    public string Profdata => $"/usr/bin/llvm-profdata-{Release}";

    /// <summary>Path of the fitting llvm-cov.</summary>
    public string Cov => $"/usr/bin/llvm-cov-{Release}";

    public static BuiltProgram Read(int release, string folder)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "build.json")));
        var facts = document.RootElement;
        IReadOnlyList<string> Strings(string name) => [.. facts.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];
        IReadOnlyList<string> Files(string name) => [.. Strings(name).Select(file => Path.Combine(folder, file))];
        var binaries = Files("binaries");
        IReadOnlyList<string> options = [.. Strings("merge").Select(option => option.Replace("{program}", binaries[^1], StringComparison.Ordinal))];
        return new BuiltProgram(release, folder, facts.GetProperty("name").GetString()!, binaries, Files("inputs"), options);
    }

    /// <summary>What llvm-profdata of this release makes of the profiles (or of other inputs), with one thread; the test fails when it cannot.</summary>
    public byte[] Merge(IEnumerable<string> options, params IEnumerable<string> inputs)
    {
        var output = Path.Combine(Toolchain.Scratch(), "llvm.profdata");
        string[] chosen = [.. inputs];
        ToolRunner.Run(Profdata, ["merge", "-j", "1", "-o", output, .. MergeOptions, .. options, .. chosen.Length == 0 ? Profiles : chosen]);
        return File.ReadAllBytes(output);
    }

    public override string ToString() => $"{Name} of {Release}";
}
