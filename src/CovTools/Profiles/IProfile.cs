namespace CovTools.Profiles;

/// <summary>A profile of any format, as it is read: what it is about, and its records.</summary>
public interface IProfile
{
    /// <summary>Kind of the profile.</summary>
    public ProfileFlags Flags { get; }

    /// <summary>The oldest release that writes profiles of this format and version; null when the format does not tell (text).</summary>
    public LlvmRelease? Release { get; }

    /// <summary>The runtime's own format: counts that no real run reaches are signs of damage (2^56, counter_value_too_large in llvm/ProfileData/InstrProfReader.cpp).</summary>
    public bool IsRaw { get; }

    /// <summary>The profile says that it is a front-end profile, which only a text can.</summary>
    public bool DeclaresFrontEnd => false;

    /// <summary>Build ids of the modules that it is about, lower-case hex, in the order of the file.</summary>
    public IReadOnlyList<string> BinaryIds { get; }

    /// <summary>
    /// The functions in the order of the file. May be enumerated once. The memory of a record stays valid, and must not be changed, until the enumeration goes on or ends.
    /// </summary>
    /// <exception cref="MalformedDataException">While enumerating: a record is damaged. Those before it are good.</exception>
    public IEnumerable<FunctionRecord> Records();

    /// <summary>The traces; complete after <see cref="Records"/> was enumerated to its end.</summary>
    public TemporalTraces Traces { get; }

    /// <summary>Names of virtual tables, each as the compiler wrote it; complete after <see cref="Records"/> was enumerated to its end.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> VirtualTableNames { get; }
}
