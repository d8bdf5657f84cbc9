using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>Adds files and sums to one profile, record by record, in the order in which it gets them.</summary>
internal sealed class UnitMerger
{
    /// <summary>Counts above are taken for damage from LLVM 18 on (counter_value_too_large in llvm/ProfileData/InstrProfReader.cpp).</summary>
    private const ulong LargestPlausibleCount = 1UL << 56;

    private readonly MergeOptions _options;

    private bool _isUntouched = true;

    public UnitMerger(LlvmRelease release, MergeOptions options)
    {
        _options = options;
        Kinds = new KindCheck(release);
        Profile = NewProfile(release, options);
    }

    public ProfileBuilder Profile { get; private set; }

    /// <summary>The kinds of profiles that were met.</summary>
    public KindCheck Kinds { get; }

    /// <summary>What went wrong, as far as it is told one by one.</summary>
    public List<MergeProblem> Problems { get; } = [];

    /// <summary>The oldest release among those that wrote the inputs.</summary>
    public LlvmRelease Oldest { get; private set; } = LlvmRelease.Newest;

    /// <summary>Records are added as they are.</summary>
    private bool TakesAll => _options is { Keep: null, ByModule: false, Renaming: null };

    /// <summary>An empty profile.</summary>
    public static ProfileBuilder NewProfile(LlvmRelease release, MergeOptions options) =>
        new(release, new TemporalTraceReservoir(release, options.TraceReservoirSize, options.TraceLength));

    /// <summary>Adds a file.</summary>
    public InputReport AddFile(MergeInput input)
    {
        var (profiles, records, doubt) = (0, 0L, "");
        try
        {
            using var source = new FileByteSource(input.Path);
            foreach (var profile in ProfileReader.Read(source, _options.Reading))
            {
                if (!Kinds.Accepts(profile))
                {
                    return new InputReport(
                        input.Path, InputStatus.Incompatible, -1, $"a profile of this kind ({Describe(profile)}) cannot be added to the ones before it", profiles, records);
                }

                Profile.AddFlags(profile.Flags); // Those of a damaged profile count, too.
                doubt = AddProfile(input, profile, ref records) is { Length: > 0 } found && doubt.Length == 0 ? found : doubt;
                profiles++;
            }

            return new InputReport(input.Path, doubt.Length == 0 ? InputStatus.Merged : InputStatus.Suspicious, -1, doubt, profiles, records);
        }
        catch (MalformedDataException exception)
        {
            return new InputReport(input.Path, InputStatus.Malformed, exception.Offset, exception.Reason, profiles, records);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new InputReport(input.Path, InputStatus.Unreadable, -1, exception.Message, profiles, records);
        }
    }

    /// <summary>Adds all of a merged profile.</summary>
    public void AddMerged(ProfileBuilder profile)
    {
        _isUntouched = false;
        Profile.Add(profile);
    }

    /// <summary>Adds sums of profiles of one module.</summary>
    /// <param name="first">The first input that is in them.</param>
    /// <param name="profile">The module's profile; its counters may be overwritten.</param>
    /// <param name="sums">Sums of its counters, all with the same weight.</param>
    /// <param name="adopts">Nobody else uses the profile: its memory may become the merged profile's.</param>
    public void AddSums(MergeInput first, RawProfile profile, IReadOnlyList<RawSum> sums, bool adopts)
    {
        _ = Kinds.Accepts(profile); // A refusal makes the merge start over without sums.
        var isWhole = _isUntouched && sums[0].Weight == 1 && TakesAll;
        if (isWhole && sums[0].Shape.TakeRecords(Profile.Release) is { } records)
        {
            AddUp(sums, records.Counters, records.Bitmap);
            Profile = records.Profile;
            Profile.Watch(records.Counters);
        }
        else
        {
            var (counters, bitmap) = profile.Totals();
            AddUp(sums, counters.Span, bitmap.Span);
            AddRecords(first, profile, sums[0].Weight, adopts);
        }

        AddRest(profile, sums[0].Weight);
    }

    private void AddRecords(MergeInput input, RawProfile profile, ulong weight, bool adopts)
    {
        var isPlain = adopts && weight == 1 && profile.HasSeparateRecords && TakesAll;
        foreach (var record in profile.Records())
        {
            if (isPlain)
            {
                Tell(Profile.Adopt(record, out var entry), input, profile, record, entry);
            }
            else
            {
                AddRecord(input, profile, record, weight);
            }
        }
    }

    private void AddUp(IReadOnlyList<RawSum> sums, Span<ulong> counters, Span<byte> bitmap)
    {
        counters.Clear();
        bitmap.Clear();
        foreach (var sum in sums)
        {
            // One sum is below 2^63: only thousands of years of counting could reach the limit here.
            CounterSums.Add(counters, sum.Counters, 1, Profile.Release.MaximumCount);
            CounterSums.Unite(bitmap, sum.Bitmap);
        }
    }

    private string AddProfile(MergeInput input, IProfile profile, ref long records)
    {
        if (profile is IndexedProfileReader indexed && input.Weight == 1 && TakesAll)
        {
            return AddIndexed(input, indexed, ref records);
        }

        var doubt = "";
        var checks = profile.IsRaw && Profile.Release.Major >= 18;
        foreach (var record in profile.Records())
        {
            AddRecord(input, profile, record, input.Weight);
            records++;
            if (checks && doubt.Length == 0 && CounterSums.Union(record.Counters.Span) >= LargestPlausibleCount)
            {
                doubt = Doubt(record);
            }
        }

        AddRest(profile, input.Weight);
        return doubt;
    }

    private string AddIndexed(MergeInput input, IndexedProfileReader profile, ref long records)
    {
        profile.AddTo(Profile, record => AddRecord(input, profile, record, input.Weight), ref records);
        AddRest(profile, input.Weight);
        return "";
    }

    private static string Describe(IProfile profile) => profile switch
    {
        { DeclaresFrontEnd: true } => "front-end",
        _ when profile.Flags.HasFlag(ProfileFlags.FunctionEntryOnly) => "function entries only",
        _ when profile.Flags.HasFlag(ProfileFlags.IntermediateRepresentation) => "IR",
        _ => "not marked",
    };

    private static string Doubt(in FunctionRecord record)
    {
        foreach (var count in record.Counters.Span)
        {
            if (count > LargestPlausibleCount)
            {
                return $"excessively large counter value {count} in {record.NameText} suggests damage";
            }
        }

        return "";
    }

    private void AddRest(IProfile profile, ulong weight)
    {
        _isUntouched = false;
        Profile.AddRest(profile, weight);
        if (profile.Release is { } release && release < Oldest)
        {
            Oldest = release;
        }
    }

    private void AddRecord(MergeInput input, IProfile profile, in FunctionRecord record, ulong weight)
    {
        _isUntouched = false;
        var renamed = _options.Renaming is null ? record : _options.Renaming.Apply(record);
        if (_options.Keep is { } keep && !keep(renamed.NameText))
        {
            return;
        }

        var added = _options.ByModule ? KeptApart(profile, renamed) : renamed;
        Tell(Profile.Add(added, weight, profile.IsRaw || _options.ByModule, out var entry), input, profile, added, entry);
    }

    private void Tell(MergeIssues issues, MergeInput input, IProfile profile, in FunctionRecord record, int entry)
    {
        if (issues != MergeIssues.None && Problems.Count < MergeOutcome.MaximumProblems)
        {
            Problems.Add(Problem(issues, input, profile, record, Profile.Entries[entry]));
        }
    }

    private static FunctionRecord KeptApart(IProfile profile, in FunctionRecord record)
    {
        if (profile.BinaryIds.Count != 1)
        {
            return record;
        }

        byte[] name = [.. System.Text.Encoding.ASCII.GetBytes(profile.BinaryIds[0]), (byte)':', .. record.Name.Span];
        return record with { Name = name, NameHash = NameHash.Compute(name) };
    }

    private static MergeProblem Problem(MergeIssues issues, MergeInput input, IProfile profile, in FunctionRecord record, in ProfileEntry existing)
    {
        var (had, has) = issues.HasFlag(MergeIssues.CounterMismatch) ? (existing.Counters.Length, record.Counters.Length)
            : issues.HasFlag(MergeIssues.BitmapMismatch) ? (existing.Bitmap.Length, record.Bitmap.Length)
            : (0, 0);
        return new MergeProblem(issues, input.Path, profile.BinaryIds, record.NameText, record.FunctionHash, had, has);
    }
}
