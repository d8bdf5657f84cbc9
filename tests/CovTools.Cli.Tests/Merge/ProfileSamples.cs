using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace CovTools.Cli.Tests.Merge;

/// <summary>Raw profiles of a real program, compiled by a release of clang; runs have different arguments, so their counts differ.</summary>
internal static class ProfileSamples
{
    private static readonly ConcurrentDictionary<int, Lazy<string>> s_programs = new();
    private static readonly Lazy<string> s_folder = new(MakeFolder);

    public static string Profdata(int major) => $"llvm-profdata-{major}";

    /// <summary>Paths of profiles of so many runs, made anew in <paramref name="folder"/>.</summary>
    public static IReadOnlyList<string> Make(int major, string folder, int count)
    {
        Components.RequireProgram(Profdata(major));
        var program = s_programs.GetOrAdd(major, _ => new Lazy<string>(() => Compile(major))).Value;
        Directory.CreateDirectory(folder);
        return [.. Enumerable.Range(0, count).Select(run => Run(program, Path.Combine(folder, $"clang{major}-{run:0000}.profraw"), run))];
    }

    /// <summary>What llvm-profdata merge makes of inputs.</summary>
    public static async Task<byte[]> OracleAsync(int major, string folder, params IEnumerable<string> arguments)
    {
        var output = Path.Combine(folder, $"oracle{major}.profdata");
        await LlvmTools.CaptureAsync(Profdata(major), ["merge", "-j", "1", "-o", output, .. arguments]);
        return await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken);
    }

    /// <summary>Runs a program with arguments that depend on the number.</summary>
    public static string Run(string program, string profile, int number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(program, [text, (number % 7).ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        start.Environment["LLVM_PROFILE_FILE"] = profile;
        using var process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        File.Exists(profile).ShouldBeTrue(profile);
        return profile;
    }

    /// <summary>Compiles the program.</summary>
    public static string Compile(int major, params string[] flags)
    {
        Components.RequireProgram($"clang-{major}");
        var program = Path.Combine(s_folder.Value, string.Join(' ', flags.Prepend($"program{major}")).Replace('/', '_'));
        var source = Path.Combine(Repository.Root, "tests/Fixtures/formats/program.c");
        using var process = Process.Start(
            $"clang-{major}", ["-g0", "-O0", "-fprofile-instr-generate", "-fcoverage-mapping", "-Wl,--build-id", .. flags, "-o", program, source]);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"clang-{major}");
        return program;
    }

    private static string MakeFolder()
    {
        var folder = Directory.CreateTempSubdirectory("covtools-profiles-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
