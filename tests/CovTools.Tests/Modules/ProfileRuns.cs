using CovTools.Modules;
using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Tests.Modules;

/// <summary>Runs instrumented programs and reads what their runtimes wrote.</summary>
internal static class ProfileRuns
{
    /// <summary>Runs a program; its raw profiles, one file for each module.</summary>
    public static string[] Run(string program, params string[] arguments)
    {
        var directory = Toolchain.Scratch();
        ToolRunner.Run(program, arguments, ("LLVM_PROFILE_FILE", Path.Combine(directory, "%m.profraw")));
        return Directory.GetFiles(directory, "*.profraw");
    }

    public static ModuleLayout Layout(string file)
    {
        using var source = new FileByteSource(file);
        return ModuleLayout.Read(ElfObject.Read(source));
    }

    public static IReadOnlyList<RawProfile> Read(string file)
    {
        using var source = new FileByteSource(file);
        return [.. RawProfileReader.Read(source)];
    }

    /// <summary>Sums of the counters of raw profiles, each matched to its module.</summary>
    public static List<ModuleCounters> Sum(IEnumerable<string> profiles, params string[] modules)
    {
        var sums = modules.Select(module => new ModuleCounters(Layout(module))).ToList();
        foreach (var profile in profiles.SelectMany(Read))
        {
            var sum = sums.Single(candidate => RawHits.Matches(profile, candidate.Layout));
            sum.Add(RawHits.Read(profile, sum.Layout));
        }

        return sums;
    }

    /// <summary>Our profile of those counters, as a file.</summary>
    public static string Write(IReadOnlyCollection<ModuleCounters> sums, LlvmRelease? release = null)
    {
        var file = Path.Combine(Toolchain.Scratch(), "ours.profdata");
        using var stream = File.Create(file);
        ModuleProfile.Write(sums, stream, release).IsClean.ShouldBeTrue();
        return file;
    }

    /// <summary>Raw profiles in the order in which we take modules.</summary>
    public static string[] ById(IEnumerable<string> profiles, IEnumerable<ModuleCounters> sums) =>
        [.. profiles.OrderBy(file => sums.Single(sum => RawHits.Matches(Read(file).Single(), sum.Layout)).Layout.Id, StringComparer.Ordinal)];
}
