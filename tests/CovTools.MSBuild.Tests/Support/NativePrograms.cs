namespace CovTools.MSBuild.Tests;

/// <summary>A small program in C, built by several compilers and in several ways, and profiles of running it; each made once.</summary>
public sealed class NativePrograms : IDisposable
{
    private const string Instrumented = "-fprofile-instr-generate -fcoverage-mapping";

    private readonly TemporaryFolder _folder = new();

    /// <summary>Both source files, in a folder of their own.</summary>
    public string Sources => _folder["src"];

    public NativePrograms()
    {
        Directory.CreateDirectory(Sources);
        File.WriteAllText(
            Path.Combine(Sources, "main.c"),
            """
            int sign(int);

            int main(int count, char **words)
            {
                (void)words;
                return sign(count - 1) < 0;
            }

            """);
        File.WriteAllText(
            Path.Combine(Sources, "sign.c"),
            """
            int sign(int number)
            {
                if (number > 0)
                {
                    return 1;
                }

                return number < 0 ? -1 : 0;
            }

            """);
    }

    /// <summary>The program, instrumented.</summary>
    /// <param name="compiler">The clang that makes it.</param>
    public string Program(string compiler = "clang-19") => Build(compiler, "program", Instrumented);

    /// <summary>The same, built without instrumentation.</summary>
    public string Plain() => Build("clang-19", "plain", "");

    /// <summary>Another program of the same source: its build id is another one.</summary>
    public string Other() => Build("clang-19", "other", Instrumented + " -DOTHER=1 -O1");

    /// <summary>The instrumented program, with its coverage sections taken out.</summary>
    public string Stripped()
    {
        var path = _folder["stripped"];
        if (!File.Exists(path))
        {
            Components.RequireProgram("llvm-objcopy-19");
            Command.Run("/", "llvm-objcopy-19", ["--strip-all", "--remove-section=__llvm_covmap", "--remove-section=__llvm_covfun", Program(), path]).Succeeds();
        }

        return path;
    }

    /// <summary>Runs a program under coverage.</summary>
    /// <param name="program">The program.</param>
    /// <param name="profile">Where its profile goes.</param>
    /// <param name="arguments">How many words it gets.</param>
    public static string Run(string program, string profile, int arguments = 0)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(profile)!);
        Command.Run("/", program, Enumerable.Repeat("x", arguments), new Dictionary<string, string> { ["LLVM_PROFILE_FILE"] = profile }).Succeeds();
        return profile;
    }

    public void Dispose() => _folder.Dispose();

    private string Build(string compiler, string name, string flags)
    {
        var path = _folder[$"{name}-{compiler}"];
        if (!File.Exists(path))
        {
            Components.RequireProgram(compiler);
            Command.Run(Sources, compiler, [.. flags.Split(' ', StringSplitOptions.RemoveEmptyEntries), "-Wl,--build-id", "-o", path, Path.Combine(Sources, "main.c"), Path.Combine(Sources, "sign.c")]).Succeeds();
        }

        return path;
    }
}
