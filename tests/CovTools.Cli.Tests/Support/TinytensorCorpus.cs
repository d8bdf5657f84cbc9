using System.Diagnostics;

namespace CovTools.Cli.Tests;

/// <summary>The generated corpus of the sample library, made once for all tests; the tests that change scripts copy it.</summary>
public sealed class TinytensorCorpus : IDisposable
{
    private const string Mark = "# expect: ";

    /// <summary>In scripts whose counters depend on how threads or processes take turns, on the time, or on the room that is left.</summary>
    private static readonly string[] s_unsteady = ["thread", "process", "fork", "spawn", "setitimer", "recurse", "nested", "stack", "RLIMIT"];

    private readonly string _folder = Directory.CreateTempSubdirectory("covtools-corpus-").FullName;
    private readonly Lazy<string> _corpus;

    public TinytensorCorpus() => _corpus = new Lazy<string>(Make);

    public string Path => _corpus.Value;

    /// <summary>How a script says that it ends.</summary>
    public static string Expectation(string file)
    {
        var first = File.ReadLines(file, System.Text.Encoding.Latin1).First();
        first.ShouldStartWith(Mark, customMessage: file);
        return first[Mark.Length..].TrimEnd('\r');
    }

    /// <summary>Paths of all scripts, relative to the corpus.</summary>
    public IReadOnlyList<string> Scripts() =>
        [.. Directory.EnumerateFiles(Path, "*.py", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(Path, file)).Order(StringComparer.Ordinal)];

    /// <summary>Scripts that end in the same way with the same counters every time, and soon.</summary>
    public IReadOnlyList<string> Repeatable() => [.. Scripts().Where(IsRepeatable)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private bool IsRepeatable(string path)
    {
        var file = System.IO.Path.Combine(Path, path);
        var text = File.ReadAllText(file, System.Text.Encoding.Latin1);
        return Expectation(file) is not "timeout" && !Array.Exists(s_unsteady, word => text.Contains(word, StringComparison.Ordinal) || path.Contains(word, StringComparison.Ordinal));
    }

    private string Make()
    {
        Components.RequireTinytensor();
        var path = System.IO.Path.Combine(_folder, "corpus");
        using var process = Process.Start("python3", [System.IO.Path.Combine(Repository.Root, "samples/tinytensor/make_corpus.py"), path]);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
        return path;
    }
}
