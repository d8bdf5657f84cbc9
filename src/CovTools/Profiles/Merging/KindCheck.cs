namespace CovTools.Profiles;

/// <summary>
/// Which kinds of profiles go together (InstrProfWriter::mergeProfileKind in llvm/ProfileData/InstrProfWriter.h): profiles that call themselves front-end profiles
/// only among themselves; and those that count nothing but function entries not with those that count entries, too. A profile without any mark
/// goes with whatever comes first.
/// </summary>
internal sealed class KindCheck(LlvmRelease release)
{
    /// <summary>Stands for the mark of front-end profiles, which no version word has.</summary>
    private const ProfileFlags FrontEnd = (ProfileFlags)1;

    private ProfileFlags _merged;
    private ProfileFlags _inAny;
    private ProfileFlags _inAll = FrontEnd;

    /// <summary>What is refused depends on the order of the profiles.</summary>
    public bool DependsOnOrder => ((_inAny ^ _inAll) & FrontEnd) != 0
        || (_inAny.HasFlag(ProfileFlags.FunctionEntryOnly) && _inAny.HasFlag(ProfileFlags.EntryFirst));

    /// <summary>Whether a profile goes with those before it.</summary>
    public bool Accepts(IProfile profile)
    {
        // Until LLVM 13 every profile was of one of both kinds.
        var isFrontEnd = profile.DeclaresFrontEnd || (release.Major <= 13 && !profile.Flags.HasFlag(ProfileFlags.IntermediateRepresentation));
        var kind = profile.Flags | (isFrontEnd ? FrontEnd : 0);
        _inAny |= kind;
        _inAll &= kind;
        if (_merged != 0 && (((_merged ^ kind) & FrontEnd) != 0 || Excludes(_merged, kind) || Excludes(kind, _merged)))
        {
            return false;
        }

        _merged |= kind;
        return true;
    }

    /// <summary>Takes over what another one has seen.</summary>
    public void Add(KindCheck other)
    {
        _inAny |= other._inAny;
        _inAll &= other._inAll;
    }

    private static bool Excludes(ProfileFlags one, ProfileFlags other) => one.HasFlag(ProfileFlags.FunctionEntryOnly) && other.HasFlag(ProfileFlags.EntryFirst);
}
