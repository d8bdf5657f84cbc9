using System.Buffers.Binary;
using CovTools.Cli.Merge;
using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Cli.Coverage;

/// <summary>The profile of a command: one indexed file as it is, everything else merged on the way.</summary>
/// <param name="Counters">The counters.</param>
/// <param name="BinaryIds">Build ids that it names.</param>
/// <param name="HasCounts">Some counter is not zero.</param>
/// <param name="LostFiles">Profiles that could not be read; they are told.</param>
internal sealed record ProfileInput(ICounterSource Counters, IReadOnlyList<string> BinaryIds, bool HasCounts, int LostFiles)
{
    private const ulong IndexedMagic = 0x8169666f72706cff;

    /// <summary>Reads the profiles of <paramref name="request"/>.</summary>
    /// <exception cref="NothingMeasuredException">There is none.</exception>
    /// <exception cref="IOException">None of them can be read.</exception>
    /// <exception cref="MalformedDataException">The only one is damaged.</exception>
    public static ProfileInput Read(CoverageRequest request, CancellationToken cancellationToken) =>
        request.IsProfileEmpty ? new ProfileInput(new EmptyCounters(), [], HasCounts: false, 0) : Read(request, request.Profiles, cancellationToken);

    /// <summary>Reads other profiles in the same way.</summary>
    public static ProfileInput Read(CoverageRequest request, IReadOnlyList<string> profiles, CancellationToken cancellationToken)
    {
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
                return Of(new IndexedProfileTable(source), 0);
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

        using var merged = new MemoryStream();
        IndexedProfileWriter.Write(outcome.Profile, merged);
        return Of(new IndexedProfileTable(new MemoryByteSource("the merged profile", merged.GetBuffer().AsMemory(0, (int)merged.Length))), bad);
    }

    private static ProfileInput Of(IndexedProfileTable profile, int lostFiles) => new(profile, profile.BinaryIds, profile.Summaries.Any(summary => summary.MaximumCount > 0), lostFiles);

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
