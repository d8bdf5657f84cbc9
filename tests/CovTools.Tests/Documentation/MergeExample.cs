using CovTools.Profiles;

namespace CovTools.Tests.Documentation;

public static class MergeExample
{
    public static int Merge(string folder, string output)
    {
        var outcome = ProfileMerge.Run(InputList.Expand(folder), new MergeOptions { Release = new LlvmRelease(19) });
        foreach (var report in outcome.Inputs.Where(report => report.Status != InputStatus.Merged))
        {
            Console.Error.WriteLine($"{report.Name}: {report.Status}: {report.Reason}");
        }

        ReplacedFile.Write(output, stream => IndexedProfileWriter.Write(outcome.Profile, stream, new ProfileWriteOptions { Sparse = true }));
        return outcome.Profile.RecordCount;
    }
}
