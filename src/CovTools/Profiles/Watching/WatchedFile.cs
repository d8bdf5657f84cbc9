namespace CovTools.Profiles;

/// <summary>A profile that was taken out of the watched folder.</summary>
/// <param name="Original">Where it appeared.</param>
/// <param name="Claimed">Where it is now.</param>
/// <param name="Stamp">What it was like when it was taken.</param>
internal sealed record WatchedFile(string Original, string Claimed, FileStamp Stamp)
{
    /// <summary>Nobody wrote to it since.</summary>
    public bool IsUnchanged => FileStamp.Of(Claimed) == Stamp;
}
