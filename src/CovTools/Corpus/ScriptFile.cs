using System.Globalization;

namespace CovTools.Corpus;

/// <summary>A script of a scanned corpus.</summary>
public sealed class ScriptFile
{
    /// <summary>Stands for a time that is not known.</summary>
    internal const long NoTime = long.MinValue;

    internal ScriptFile(string path, string group, TimeSourceKind timeSource)
    {
        Path = path;
        Group = group;
        TimeSource = timeSource;
    }

    /// <summary>Relative to the corpus, '/' between names.</summary>
    public string Path { get; }

    /// <summary>The top-level folder (of the bucket, in a bucketed tree); <c>.</c> for scripts that lie in none.</summary>
    public string Group { get; }

    /// <summary>Where <see cref="Time"/> comes from.</summary>
    public TimeSourceKind TimeSource { get; }

    /// <summary>Size of the file when it was hashed, in bytes.</summary>
    public long Length { get; internal set; }

    /// <summary>When the script was made: seconds since 1970, or whatever the time source counts from.</summary>
    public double Time => Seconds.ToDouble(TimeTicks);

    /// <summary>Time since the start of the group's clock, exact to 100 ns.</summary>
    public TimeSpan Offset => new(OffsetTicks);

    /// <summary>The interval that <see cref="Offset"/> lies in.</summary>
    public TimeBucket Bucket { get; internal set; } = null!; // set before the scan hands the script out

    /// <summary>SHA-256 of the file.</summary>
    public ContentHash ContentHash { get; internal set; }

    /// <summary>16 hexadecimal digits made from path and content: the beginning of SHA-256(path, NUL, SHA-256(content)).</summary>
    public string Id => IdNumber.ToString("x16", CultureInfo.InvariantCulture);

    internal ulong IdNumber { get; set; }

    internal long TimeTicks { get; set; } = NoTime;

    internal long OffsetTicks { get; set; }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
