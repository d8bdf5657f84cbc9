namespace CovTools.Tests.Corpus;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public const long Base = 1_700_000_000;

    public TempFolder()
    {
        Root = Directory.CreateTempSubdirectory("covtools-").FullName;
    }

    public string Root { get; }

    /// <summary>Writes a file that was modified <paramref name="offset"/> seconds after the base time.</summary>
    public string Write(string path, double offset = 0, string? text = null)
    {
        var full = Path.Join(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text ?? $"print('{path.Replace('\n', ' ')}')\n");
        File.SetLastWriteTimeUtc(full, DateTime.UnixEpoch.AddTicks((long)((Base + (decimal)offset) * TimeSpan.TicksPerSecond)));
        return full;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
