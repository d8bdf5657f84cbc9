using System.Runtime.InteropServices;

namespace CovTools.Profiles;

/// <summary>The records of a module as a merged profile without counts, and the arrays that its counts lie in.</summary>
/// <param name="Profile">The records.</param>
/// <param name="Counters">All counters, in the order of the module.</param>
/// <param name="Bitmap">All bitmaps.</param>
internal sealed record ShapeRecords(ProfileBuilder Profile, ulong[] Counters, byte[] Bitmap)
{
    /// <summary>Makes them of the records of a profile.</summary>
    /// <param name="profile">One whose records are good.</param>
    /// <param name="empty">Gets the records.</param>
    /// <returns>Null when two records are of one function and hash, or share counters.</returns>
    public static ShapeRecords? Of(RawProfile profile, ProfileBuilder empty)
    {
        var counters = new ulong[profile.Counters.Length];
        var bitmap = new byte[profile.Bitmap.Length];
        empty.Reserve(profile.Contents.Records.Count);
        foreach (var record in profile.Records())
        {
            if (!profile.HasSeparateRecords || !empty.TryAdopt(record with { Counters = Same(record.Counters, counters), Bitmap = Same(record.Bitmap, bitmap) }))
            {
                return null;
            }
        }

        if (empty.Release.SortsNames)
        {
            _ = empty.SortedNames; // Kept by the profile.
        }

        return new ShapeRecords(empty, counters, bitmap);
    }

    /// <summary>The piece of another array at the same place.</summary>
    private static ReadOnlyMemory<T> Same<T>(ReadOnlyMemory<T> piece, T[] array) =>
        piece.IsEmpty ? default : MemoryMarshal.TryGetArray(piece, out var place) ? array.AsMemory(place.Offset, place.Count) : piece.ToArray();
}
