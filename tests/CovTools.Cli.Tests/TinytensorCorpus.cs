using System.Diagnostics;

namespace CovTools.Cli.Tests;

/// <summary>The generated corpus of the sample library, made once for all tests; the tests that change scripts copy it.</summary>
public sealed class TinytensorCorpus : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("covtools-corpus-").FullName;
    private readonly Lazy<string> _corpus;

    public TinytensorCorpus() => _corpus = new Lazy<string>(Make);

    public string Path => _corpus.Value;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

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
