using System.Globalization;

namespace CovTools.Profiles;

/// <summary>
/// What a watch keeps beside the profiles, so that it can be killed at any instant. Profiles are claimed by renaming them into <c>batch-N</c>. When <c>sum-N.profdata</c>
/// appears, by a rename too, everything of that batch is in it: the greatest N is the truth. So a batch with a greater number is still to be added,
/// any other one to be deleted.
/// </summary>
internal sealed class WatchFolder : IDisposable
{
    /// <summary>Its name in the watched folder.</summary>
    public const string Name = ".covtools-merge";

    private const string BatchPrefix = "batch-";
    private const string SumPrefix = "sum-";
    private const string SumSuffix = ".profdata";
    private const int LongestName = 200;

    private readonly string _path;
    private readonly FileStream _lock;
    private readonly HashSet<string> _emptied = new(StringComparer.Ordinal);
    private int _claims;

    private WatchFolder(string path, FileStream exclusive)
    {
        _path = path;
        _lock = exclusive;
        Generation = Numbers(Directory.EnumerateFiles(path, SumPrefix + "*"), SumPrefix, SumSuffix).DefaultIfEmpty(0).Max();
    }

    /// <summary>Number of the sum; 0 when there is none yet.</summary>
    public long Generation { get; private set; }

    /// <summary>The sum of everything that is no longer there as profiles.</summary>
    public string Sum => SumOf(Generation);

    /// <summary>Where bad files go when no other place is named.</summary>
    public string Quarantine => Path.Join(_path, "quarantine");

    private string Batch => BatchOf(Generation + 1);

    /// <summary>Opens the folder within a watched one for this process alone.</summary>
    /// <exception cref="IOException">Another process watches it.</exception>
    public static WatchFolder Open(string watched)
    {
        var path = Path.Join(watched, Name);
        Directory.CreateDirectory(path);
        FileStream exclusive;
        try
        {
            exclusive = new FileStream(Path.Join(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new IOException($"{watched}: another process watches this folder", exception);
        }

        return new WatchFolder(path, exclusive);
    }

    /// <summary>Clears up after a process that was killed.</summary>
    /// <returns>The profiles that it had claimed and that are in no sum.</returns>
    public IReadOnlyList<WatchedFile> Recover()
    {
        DeleteSummed();
        Directory.CreateDirectory(Batch);
        var claimed = Directory.GetFiles(Batch);
        Array.Sort(claimed, string.CompareOrdinal);
        _claims = claimed.Select(NumberOf).DefaultIfEmpty(0).Max();
        return [.. claimed.Select(file => new WatchedFile(OriginalOf(file), file, FileStamp.Of(file)))];
    }

    /// <summary>Takes a profile.</summary>
    /// <returns>Null when it is gone, or may not be taken now.</returns>
    public WatchedFile? Claim(string path, FileStamp stamp)
    {
        Directory.CreateDirectory(Batch);
        var name = Path.GetFileName(path);
        name = name.Length <= LongestName ? name : name[^LongestName..];
        var target = Path.Join(Batch, string.Create(CultureInfo.InvariantCulture, $"{++_claims:00000000}-{name}"));
        try
        {
            File.Move(path, target);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        _emptied.Add(Path.GetDirectoryName(path)!);
        return new WatchedFile(path, target, stamp);
    }

    /// <summary>Makes a sum that holds all claimed profiles the truth. Their names are on the disk before, so that no profile can come back.</summary>
    public void Commit(Action<Stream> writeSum)
    {
        Directory.CreateDirectory(Batch);
        foreach (var folder in _emptied.Append(Batch).Where(Directory.Exists))
        {
            FolderSync.Sync(folder);
        }

        _emptied.Clear();
        ReplacedFile.WriteDurably(SumOf(Generation + 1), writeSum, "sum.tmp");
        Generation++;
        _claims = 0;
    }

    /// <summary>Deletes sums before the present one, and what is left of batches that are in it.</summary>
    public void DeleteSummed()
    {
        foreach (var number in Numbers(Directory.EnumerateDirectories(_path, BatchPrefix + "*"), BatchPrefix, "").Where(number => number <= Generation))
        {
            Directory.Delete(BatchOf(number), recursive: true);
        }

        foreach (var number in Numbers(Directory.EnumerateFiles(_path, SumPrefix + "*"), SumPrefix, SumSuffix).Where(number => number < Generation))
        {
            File.Delete(SumOf(number));
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>Which subfolder it was in is not kept.</summary>
    private string OriginalOf(string claimed) => Path.Join(Path.GetDirectoryName(_path), Path.GetFileName(claimed)[9..]);

    private static int NumberOf(string claimed) => int.Parse(Path.GetFileName(claimed).AsSpan(0, 8), NumberStyles.None, CultureInfo.InvariantCulture);

    private static List<long> Numbers(IEnumerable<string> paths, string prefix, string suffix)
    {
        var numbers = new List<long>();
        foreach (var path in paths)
        {
            var name = Path.GetFileName(path);
            if (name.EndsWith(suffix, StringComparison.Ordinal)
                && long.TryParse(name.AsSpan(prefix.Length..^suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                numbers.Add(number);
            }
        }

        return numbers;
    }

    private string BatchOf(long number) => Path.Join(_path, string.Create(CultureInfo.InvariantCulture, $"{BatchPrefix}{number}"));

    private string SumOf(long number) => Path.Join(_path, string.Create(CultureInfo.InvariantCulture, $"{SumPrefix}{number}{SumSuffix}"));
}
