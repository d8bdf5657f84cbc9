using CovTools.Cli.Progress;
using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Cli.Merge;

/// <summary>
/// <c>merge --raw-version</c>: raw profiles laid out as another version, for an installed LLVM tool that reads only that one. Several of them stand one after another in the result,
/// which is how the format merges.
/// </summary>
internal static class RawConversion
{
    public static ExitCode Run(MergeRequest request, IReadOnlyList<MergeInput> inputs, int version, CancellationToken cancellationToken)
    {
        if (inputs.FirstOrDefault(input => input.Weight != 1) is { } weighted)
        {
            throw new UsageException($"{weighted.Path}: a raw profile has no place for weights; merge without --raw-version");
        }

        var profiles = 0;
        void Write(Stream stream)
        {
            foreach (var input in inputs)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var source = new FileByteSource(input.Path);
                foreach (var profile in RawProfileReader.Read(source, request.Options.Reading))
                {
                    RawProfileWriter.Write(profile, version, stream);
                    profiles++;
                }
            }

            if (profiles == 0)
            {
                throw new IOException("no profile: all inputs are empty");
            }
        }

        request.WriteOutput(Write);
        Console.Error.WriteLine($"{ProgressText.Number(profiles)} profiles of {ProgressText.Number(inputs.Count)} inputs, laid out as raw version {version}");
        return ExitCode.Complete;
    }
}
