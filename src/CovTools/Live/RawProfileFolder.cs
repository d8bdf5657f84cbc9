using System.Globalization;
using CovTools.Modules;
using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Live;

/// <summary>
/// The raw profiles that LLVM's own runtime writes in programs that do not load libcovrt. The rare program that exports a getenv of its own (bash) loads libcovrt
/// and writes a profile all the same: such a profile is recognised by its process and module, and left out.
/// </summary>
internal static class RawProfileFolder
{
    /// <summary>Name that the runtime fills in: process id, and a signature of the module.</summary>
    public const string Pattern = "%p-%m.profraw";

    /// <summary>Files whose counters are not in the counters file.</summary>
    /// <param name="folder">Where they are.</param>
    /// <param name="counted">Processes and ids of modules that are in the counters file.</param>
    /// <param name="modules">The modules of the counters file.</param>
    /// <param name="problems">What cannot be used is added here.</param>
    public static List<LeftProfile> Find(string folder, HashSet<(int Process, string Module)> counted, IReadOnlyList<CapturedModule> modules, List<CaptureProblem> problems)
    {
        var files = new List<LeftProfile>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.profraw").Order(StringComparer.Ordinal))
        {
            try
            {
                if (Read(path, counted, modules) is { } profile)
                {
                    files.Add(profile);
                }
            }
            catch (Exception exception) when (exception is MalformedDataException or IOException or UnauthorizedAccessException)
            {
                problems.Add(new CaptureProblem(CaptureProblemKind.ProfileUnfit, path, $"a program that does not load libcovrt left a profile that cannot be used: {exception.Message}"));
            }
        }

        return files;
    }

    private static LeftProfile? Read(string path, HashSet<(int Process, string Module)> counted, IReadOnlyList<CapturedModule> modules)
    {
        using var source = new FileByteSource(path);
        if (source.Length == 0)
        {
            throw new MalformedDataException(path, 0, "the file is empty: its process did not come to a normal end");
        }

        _ = int.TryParse(Path.GetFileName(path).Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var process);
        var (isNew, release) = (true, LlvmRelease.Newest);
        foreach (var profile in RawProfileReader.Read(source))
        {
            release = profile.Release is { } own && own.CompareTo(release) < 0 ? own : release;
            isNew &= !modules.Any(module => counted.Contains((process, module.Id)) && RawHits.Matches(profile, module.Counters.Layout));
        }

        return isNew ? new LeftProfile(path, release) : null;
    }
}
