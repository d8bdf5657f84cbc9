using System.Diagnostics;
using CovTools.Cli.Exec;

namespace CovTools.Cli.Doctor;

/// <summary>A compiler on the path.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Problem">Why it cannot instrument; empty when it can.</param>
internal sealed record CompilerCheck(string Name, string Problem)
{
    private const int Newest = 30;
    private const int Oldest = 13;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>clang of every release, and rustc: each compiles and links an empty program with coverage.</summary>
    public static IReadOnlyList<CompilerCheck> All()
    {
        var names = Enumerable.Range(Oldest, Newest - Oldest + 1).Select(release => $"clang-{release}").Prepend("clang").Append("rustc");
        var folder = Directory.CreateTempSubdirectory("covtools-doctor-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "p.c"), "int main(void) { return 0; }\n");
            File.WriteAllText(Path.Combine(folder.FullName, "p.rs"), "fn main() {}\n");
            return [.. names.Where(name => ProgramPath.Find(name) is not null).Select(name => new CompilerCheck(name, Try(name, folder.FullName)))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Try(string name, string folder)
    {
        string[] arguments = name == "rustc" ? ["-C", "instrument-coverage", "p.rs", "-o", "p"] : ["-fprofile-instr-generate", "-fcoverage-mapping", "p.c", "-o", "p"];
        using var compiler = Process.Start(new ProcessStartInfo(name, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true })!; // Null only with the shell.
        var errors = compiler.StandardError.ReadToEndAsync();
        _ = compiler.StandardOutput.ReadToEndAsync();
        if (!compiler.WaitForExit(s_patience))
        {
            compiler.Kill(entireProcessTree: true);
            return $"it takes longer than {s_patience.TotalSeconds} s to compile an empty program";
        }

        return compiler.ExitCode == 0 ? "" : errors.GetAwaiter().GetResult().Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal) || line.Contains("cannot", StringComparison.Ordinal))
            ?? $"exit code {compiler.ExitCode}";
    }
}
