namespace CovTools.Cli.Tests;

/// <summary>A folder for one test: a corpus, an output, and whatever else it needs.</summary>
internal sealed class Workspace : IDisposable
{
    private static readonly DateTime s_start = DateTime.UnixEpoch.AddSeconds(1_700_000_000);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("covtools-e2e-");

    public string Root => _root.FullName;

    public string Corpus => Path.Combine(Root, "corpus");

    public string Output => Path.Combine(Root, "out");

    /// <summary>The store of baseline <c>b</c>.</summary>
    public string Store => Path.Combine(Output, "b", "run");

    /// <summary>The profile of the whole run of baseline <c>b</c>.</summary>
    public string Cumulative => Path.Combine(Output, "profdata", "b", "cumulative.profdata");

    /// <summary>The command that most tests run, with more options, or other values for its own.</summary>
    public string[] Command(params string[] more)
    {
        (string Name, string Value)[] own = [("--library", "tinytensor"), ("--baseline", "b"), ("--timeout", "2"), ("--jobs", "2"), ("-o", Output)];
        return
        [
            "run", Corpus, .. own.Where(option => !more.Contains(option.Name)).SelectMany(option => new[] { option.Name, option.Value }),
            "--json", "--no-progress", .. more,
        ];
    }

    /// <summary>Adds a script to the corpus.</summary>
    /// <param name="path">Relative path.</param>
    /// <param name="code">Its text.</param>
    /// <param name="seconds">Its time, in seconds since the start of the corpus.</param>
    public string Script(string path, string code, double seconds = 0)
    {
        var full = Path.Combine(Corpus, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, code);
        File.SetLastWriteTimeUtc(full, s_start.AddSeconds(seconds));
        return full;
    }

    /// <summary>Adds <paramref name="count"/> different scripts that each take at least <paramref name="sleep"/> seconds.</summary>
    public void Ordinary(int count, double sleep = 0, string group = "g")
    {
        for (var index = 0; index < count; index++)
        {
            var pause = sleep > 0 ? FormattableString.Invariant($"import time\ntime.sleep({sleep})\n") : "";
            Script($"{group}/s{index:000}.py", $"{pause}x = tt.ones(({index + 1}, 2))\nprint(tt.sum(x).item())\n", index);
        }
    }

    /// <summary>Takes scripts of another corpus, with their times.</summary>
    public void Take(string corpus, IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            var target = Path.Combine(Corpus, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(corpus, path), target);
            File.SetLastWriteTimeUtc(target, File.GetLastWriteTimeUtc(Path.Combine(corpus, path)));
        }
    }

    public void Dispose() => _root.Delete(recursive: true);
}
