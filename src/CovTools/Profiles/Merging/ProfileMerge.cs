using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>Merges files of any profile format with the semantics of llvm-profdata merge -j 1 (mergeInstrProfile in llvm/tools/llvm-profdata/llvm-profdata.cpp).</summary>
public static class ProfileMerge
{
    /// <summary>Merges files. A bad file costs that file and is told in the outcome; it does not throw.</summary>
    /// <param name="inputs">In the order in which their records are to appear first.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    public static MergeOutcome Run(IReadOnlyList<MergeInput> inputs, MergeOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        var builder = new ProfileBuilder(options.Release ?? LlvmRelease.Newest);
        var reports = new List<InputReport>();
        foreach (var input in inputs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            reports.Add(Add(builder, input, options));
            options.Progress?.Invoke(reports.Count);
        }

        return new MergeOutcome(builder, builder.Release, reports, []);
    }

    private static InputReport Add(ProfileBuilder builder, MergeInput input, MergeOptions options)
    {
        var profiles = 0;
        var records = 0L;
        try
        {
            using var source = new FileByteSource(input.Path);
            if (source.Length == 0)
            {
                return new InputReport(input.Path, InputStatus.Empty, -1, "the file is empty", 0, 0);
            }

            foreach (var profile in ProfileReader.Read(source, options.Reading))
            {
                builder.AddFlags(profile.Flags);
                foreach (var record in profile.Records())
                {
                    builder.Add(record, input.Weight);
                    records++;
                }

                foreach (var id in profile.BinaryIds)
                {
                    builder.AddBinaryId(Convert.FromHexString(id));
                }

                profiles++;
            }

            return new InputReport(input.Path, InputStatus.Merged, -1, "", profiles, records);
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
}
