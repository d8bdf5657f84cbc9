namespace CovTools.Profiles;

/// <summary>
/// A major release of LLVM, 13 to 23, and what its profile tools do differently. Numbers are from INSTR_PROF_RAW_VERSION and IndexedInstrProf::ProfVersion
/// (llvm/ProfileData/InstrProfData.inc and InstrProf.h) of each release.
/// </summary>
public readonly record struct LlvmRelease : IComparable<LlvmRelease>
{
    /// <summary>The oldest release whose profiles can be written.</summary>
    public const int OldestMajor = 13;

    /// <summary>The newest release known.</summary>
    public const int NewestMajor = 23;

    private readonly int _sinceOldest;

    /// <summary>Makes a release.</summary>
    /// <param name="major">13 to 23.</param>
    /// <exception cref="ArgumentOutOfRangeException">The release is not known.</exception>
    public LlvmRelease(int major)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(major, OldestMajor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(major, NewestMajor);
        _sinceOldest = major - OldestMajor;
    }

    /// <summary>The newest release known.</summary>
    public static LlvmRelease Newest => new(NewestMajor);

    /// <summary>13 to 23.</summary>
    public int Major => OldestMajor + _sinceOldest;

    /// <summary>Version of the raw profiles that its runtime writes: 7 to 11.</summary>
    public int RawVersion => Major switch
    {
        13 => 7,
        <= 17 => 8,
        18 => 9,
        <= 22 => 10,
        _ => 11,
    };

    /// <summary>Version of the indexed profiles that its tools write: 7 to 14.</summary>
    public int IndexedVersion => Major switch
    {
        <= 14 => 7,
        15 => 8,
        16 => 9,
        17 => 10,
        18 => 11,
        <= 21 => 12,
        22 => 13,
        _ => 14,
    };

    /// <summary>The largest count that a sum of counters can have (getInstrMaxCountValue from 16 on).</summary>
    public ulong MaximumCount => HasPseudoCounts ? ulong.MaxValue - 2 : ulong.MaxValue;

    /// <summary>A first counter of 2^64-1 or 2^64-2 marks a record without counts.</summary>
    internal bool HasPseudoCounts => Major >= 16;

    /// <summary>Function names are sorted before they are put into the hash table.</summary>
    internal bool SortsNames => Major >= 17;

    /// <summary>DenseMap hashes 64-bit keys by mixing instead of multiplying by 37.</summary>
    internal bool MixesHashes => Major >= 19;

    /// <summary>DenseMap probes the next slot instead of growing steps.</summary>
    internal bool ProbesLinearly => Major >= 23;

    /// <summary>The first release whose runtime writes this raw version.</summary>
    /// <param name="rawVersion">5 to 11.</param>
    /// <exception cref="ArgumentOutOfRangeException">No release writes it.</exception>
    public static LlvmRelease FromRawVersion(int rawVersion) => new(rawVersion switch
    {
        5 or 7 => 13,
        8 => 14,
        9 => 18,
        10 => 19,
        11 => 23,
        _ => throw new ArgumentOutOfRangeException(nameof(rawVersion), rawVersion, "No LLVM release writes this raw profile version."),
    });

    /// <summary>The release that compiled a module, by the texts that compilers leave in .comment.</summary>
    /// <param name="comments">Strings such as "Debian clang version 14.0.6" or "rustc version 1.95.0 (…)".</param>
    /// <param name="rawVersion">The module's raw version when it is known: texts of other versions (of linked foreign objects) are ignored.</param>
    /// <returns>The newest release that fits, or null when no text tells.</returns>
    public static LlvmRelease? Detect(IEnumerable<string> comments, int? rawVersion)
    {
        ArgumentNullException.ThrowIfNull(comments);
        LlvmRelease? newest = null;
        foreach (var comment in comments)
        {
            if (FromComment(comment) is { } release
                && (rawVersion is null || release.RawVersion == rawVersion || (rawVersion == 5 && release.Major == OldestMajor))
                && (newest is null || release > newest))
            {
                newest = release;
            }
        }

        return newest;
    }

    /// <inheritdoc/>
    public int CompareTo(LlvmRelease other) => _sinceOldest.CompareTo(other._sinceOldest);

    /// <inheritdoc/>
    public override string ToString() => $"LLVM {Major}";

    /// <summary>Older first.</summary>
    public static bool operator <(LlvmRelease left, LlvmRelease right) => left.CompareTo(right) < 0;

    /// <summary>Newer first.</summary>
    public static bool operator >(LlvmRelease left, LlvmRelease right) => left.CompareTo(right) > 0;

    /// <summary>Not newer.</summary>
    public static bool operator <=(LlvmRelease left, LlvmRelease right) => left.CompareTo(right) <= 0;

    /// <summary>Not older.</summary>
    public static bool operator >=(LlvmRelease left, LlvmRelease right) => left.CompareTo(right) >= 0;

    private static LlvmRelease? FromComment(string comment)
    {
        if (NumberAfter(comment, "clang version ") is { } clang)
        {
            return clang is >= OldestMajor and <= NewestMajor ? new LlvmRelease(clang) : null;
        }

        return NumberAfter(comment, "rustc version 1.") is { } minor && FromRust(minor) is { } major ? new LlvmRelease(major) : null;
    }

    /// <summary>The LLVM that official builds of rustc 1.x contain (release notes of rustc).</summary>
    private static int? FromRust(int minor) => minor switch
    {
        < 56 => null,
        <= 59 => 13,
        <= 64 => 14,
        <= 69 => 15,
        <= 72 => 16,
        <= 77 => 17,
        <= 81 => 18,
        <= 86 => 19,
        <= 90 => 20,
        <= 94 => 21,
        _ => 22,
    };

    private static int? NumberAfter(string text, string prefix)
    {
        var start = text.IndexOf(prefix, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start += prefix.Length;
        var end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]) && end - start < 4)
        {
            end++;
        }

        return end == start ? null : int.Parse(text.AsSpan(start, end - start), System.Globalization.CultureInfo.InvariantCulture);
    }
}
