using System.Buffers.Binary;
using CovTools.Cli.Merge;
using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Cli.Coverage;

/// <summary>The profile of a command: one indexed file as it is, everything else merged on the way.</summary>
internal sealed class ProfileInput
{
    private const ulong IndexedMagic = 0x8169666f72706cff;

    private ProfileInput()
    {
        Counters = new EmptyCounters();
        BinaryIds = [];
    }

    private ProfileInput(IByteSource indexed, int lostFiles)
    {
        var table = new IndexedProfileTable(indexed);
        Counters = table;
        BinaryIds = table.BinaryIds;
        HasCounts = table.Summaries.Any(summary => summary.MaximumCount > 0);
        LostFiles = lostFiles;
    }

    private ProfileInput(ProfileBuilder merged, int lostFiles)
    {
        Counters = merged.Counters;
        BinaryIds = [.. merged.BinaryIds.Order(StringComparer.Ordinal)];
        HasCounts = merged.Records.Any(record => record.Counters.Span.ContainsAnyExcept(0UL));
        LostFiles = lostFiles;
    }

    /// <summary>The counters; looked up in the profile when they are asked for.</summary>
    public ICounterSource Counters { get; }

    /// <summary>Build ids that it names.</summary>
    public IReadOnlyList<string> BinaryIds { get; }

    /// <summary>Some counter is not zero.</summary>
    public bool HasCounts { get; }

    /// <summary>Profiles that could not be read; they are told.</summary>
    public int LostFiles { get; }

    /// <summary>Reads the profiles of <paramref name="request"/>.</summary>
    /// <exception cref="NothingMeasuredException">There is none.</exception>
    /// <exception cref="IOException">None of them can be read.</exception>
    /// <exception cref="MalformedDataException">The only one is damaged.</exception>
    public static ProfileInput Read(CoverageRequest request, CancellationToken cancellationToken) =>
        request.IsProfileEmpty ? new ProfileInput() : Read(request, request.Profiles, cancellationToken);

    /// <summary>Reads other profiles in the same way.</summary>
    public static ProfileInput Read(CoverageRequest request, IReadOnlyList<string> profiles, CancellationToken cancellationToken)
    {
        if (profiles.Count == 0)
        {
            throw new UsageException("--profile FILE is needed (or --empty-profile)");
        }

        var inputs = profiles.SelectMany(path => InputList.Expand(path)).ToList();
        if (inputs.Count == 0)
        {
            throw new NothingMeasuredException("no profile: the folders that were given hold no file");
        }

        if (inputs.Count == 1)
        {
            using var source = new FileByteSource(inputs[0].Path);
            if (source.Length == 0)
            {
                throw new NothingMeasuredException($"{inputs[0].Path}: the profile is empty");
            }

            if (IsIndexed(source))
            {
                return new ProfileInput(source, 0);
            }
        }

        return Merge(request, inputs, cancellationToken);
    }

    private static ProfileInput Merge(CoverageRequest request, List<MergeInput> inputs, CancellationToken cancellationToken)
    {
        MergeOutcome outcome;
        using (var progress = new MergeProgress(request.ShowsProgress, inputs.Count))
        {
            outcome = ProfileMerge.Run(inputs, new MergeOptions { Progress = progress.Report }, cancellationToken);
        }

        MergeReportText.WriteInputs(Console.Error, outcome);
        var bad = outcome.Inputs.Count(report => MergeSummary.IsBad(report.Status));
        if (outcome.Inputs.All(report => report.Status != InputStatus.Merged))
        {
            throw bad == 0 ? new NothingMeasuredException("no profile: all files are empty") : new IOException("no profile can be read");
        }

        return new ProfileInput(outcome.Profile, bad);
    }

    private static bool IsIndexed(FileByteSource source)
    {
        Span<byte> start = stackalloc byte[sizeof(ulong)];
        if (source.Length < start.Length)
        {
            return false;
        }

        source.Read(0, start);
        return BinaryPrimitives.ReadUInt64LittleEndian(start) == IndexedMagic;
    }
}
