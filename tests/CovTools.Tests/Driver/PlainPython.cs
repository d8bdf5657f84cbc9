using System.Diagnostics;
using CovTools.Tests.Runtime;

namespace CovTools.Tests.Driver;

/// <summary>The reference: `python script.py` with LLVM's own runtime writing the counters, no driver and no libcovrt.</summary>
internal static class PlainPython
{
    private static readonly Lazy<SortedDictionary<int, long>> s_floor = new(MeasureFloor);

    /// <summary>Runs a script to its normal end. Returns its exit code (negative: a signal) and its counters without those of the import.</summary>
    public static (int Exit, SortedDictionary<int, long> Counts) Run(string script)
    {
        var (exit, counts) = RunWithImport(script);
        return (exit, Counts.Difference(counts, s_floor.Value));
    }

    /// <summary>Counters of a script that only imports the library.</summary>
    public static SortedDictionary<int, long> Floor => s_floor.Value;

    private static SortedDictionary<int, long> MeasureFloor()
    {
        var corpus = CountedLibrary.NewCorpus(("import.py", "import counted\n"));
        return RunWithImport(Path.Combine(corpus, "import.py")).Counts;
    }

    private static (int Exit, SortedDictionary<int, long> Counts) RunWithImport(string script)
    {
        var directory = TestFolders.Create("plain");
        var scratch = Directory.CreateDirectory(Path.Combine(directory, "scratch")).FullName;
        // setsid: a script may signal its own group. The shell tells a signal as 128 + its number, and has a standard input that is empty.
        var command = "setsid -w \"$0\" \"$1\" </dev/null >/dev/null 2>&1; echo $?";
        var start = new ProcessStartInfo("/bin/sh", ["-c", command, DriverHarness.Python, script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = scratch,
        };
        DriverHarness.CleanEnvironment(start.Environment);
        start.Environment["PYTHONPATH"] = CountedLibrary.Folder;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["COUNTED_LIBRARY"] = CountedLibrary.Shared;
        start.Environment["LLVM_PROFILE_FILE"] = Path.Combine(directory, "%p-%m.profraw");
        using var process = Process.Start(start) ?? throw new InvalidOperationException("the shell did not start");
        var status = int.Parse(process.StandardOutput.ReadToEnd(), System.Globalization.CultureInfo.InvariantCulture);
        process.WaitForExit();
        return (status > 128 && status < 193 ? 128 - status : status, Counts.OfProfiles(Directory.GetFiles(directory, "*.profraw")));
    }
}
