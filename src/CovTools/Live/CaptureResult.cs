using CovTools.Modules;
using CovTools.Profiles;

namespace CovTools.Live;

/// <summary>What the processes of a capture counted until it was read.</summary>
public sealed class CaptureResult
{
    private readonly IReadOnlyList<LlvmRelease> _releases;

    internal CaptureResult(IReadOnlyList<CapturedModule> modules, IReadOnlyList<LeftProfile> profiles, IReadOnlyList<CaptureProblem> problems)
    {
        var counters = modules.Select(module => module.Counters);
        Modules = modules;
        RawProfiles = [.. profiles.Select(profile => profile.Path)];
        _releases = [.. counters.Select(module => module.Layout.Release), .. profiles.Select(profile => profile.Release)];
        Problems = problems;
    }

    /// <summary>Every module that ran, sorted by path.</summary>
    public IReadOnlyList<CapturedModule> Modules { get; }

    /// <summary>Raw profiles that programs wrote which do not load libcovrt (statically linked ones), as far as they came to a normal end.</summary>
    public IReadOnlyList<string> RawProfiles { get; }

    /// <summary>What is missing or left out, and why; empty when nothing is.</summary>
    public IReadOnlyList<CaptureProblem> Problems { get; }

    /// <summary>No instrumented code was loaded.</summary>
    public bool IsEmpty => Modules.Count == 0 && RawProfiles.Count == 0;

    /// <summary>One merged profile of everything, as llvm-profdata merge makes it of the modules' own raw profiles.</summary>
    /// <param name="release">Whose format and rules; null for the newest release that the tools of all modules' releases read.</param>
    /// <exception cref="IOException">A raw profile changed while it was read.</exception>
    public ProfileBuilder Merge(LlvmRelease? release = null)
    {
        var counters = Modules.Select(module => module.Counters).OrderBy(module => module.Layout.Id, StringComparer.Ordinal).ToList();
        var chosen = release ?? (_releases.Count == 0 ? LlvmRelease.Newest : _releases.Min());
        var profile = new ProfileBuilder(chosen);
        foreach (var module in counters)
        {
            ModuleProfile.AddTo(profile, module);
        }

        if (RawProfiles.Count == 0)
        {
            return profile;
        }

        var merger = new ProfileMerger(new MergeOptions { Release = chosen });
        merger.Add(profile);
        foreach (var path in RawProfiles)
        {
            merger.Add(new MergeInput(path));
        }

        return merger.Complete();
    }

    /// <summary>Writes <see cref="Merge"/> as an indexed profile (.profdata).</summary>
    /// <param name="stream">Written from its position on; not closed.</param>
    /// <param name="release">As of <see cref="Merge"/>.</param>
    /// <exception cref="IOException">A raw profile changed while it was read.</exception>
    public void WriteProfile(Stream stream, LlvmRelease? release = null) => IndexedProfileWriter.Write(Merge(release), stream);
}
