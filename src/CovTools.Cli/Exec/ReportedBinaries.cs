using CovTools.Live;
using CovTools.Modules;
using CovTools.Objects;

namespace CovTools.Cli.Exec;

/// <summary>The binaries that a run is about when the user names none.</summary>
internal static class ReportedBinaries
{
    /// <summary>Those that were loaded and are still the same. What was removed or built anew since is told.</summary>
    /// <param name="result">What was counted.</param>
    /// <param name="program">The command itself; it counts when it is an instrumented program that wrote its profile by itself, being linked statically.</param>
    public static List<string> Of(CaptureResult result, string program)
    {
        var binaries = new List<string>();
        foreach (var module in result.Modules)
        {
            if (module.Paths.FirstOrDefault(path => Read(path, elf => elf.BuildId == module.Counters.Layout.BuildId)) is { } path)
            {
                binaries.Add(path);
            }
            else
            {
                Console.Error.WriteLine($"warning: {module.Path} ran and is gone, or another file now; it is in the profile but not in the report");
            }
        }

        if (result.RawProfiles.Count > 0 && !binaries.Contains(program) && Read(program, ModuleLayout.HasCounters))
        {
            binaries.Add(program);
        }

        return binaries;
    }

    private static bool Read(string path, Func<ElfObject, bool> check)
    {
        try
        {
            using var source = new FileByteSource(path);
            return check(ElfObject.Read(source));
        }
        catch (Exception exception) when (exception is MalformedDataException or IOException or UnauthorizedAccessException)
        {
            return false; // gone, or no ELF file (a script)
        }
    }
}
