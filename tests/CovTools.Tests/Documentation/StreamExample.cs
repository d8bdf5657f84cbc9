using CovTools.Profiles;

namespace CovTools.Tests.Documentation;

public static class StreamExample
{
    public static ProfileBuilder MergeAsTheyCome(IEnumerable<string> paths)
    {
        var merger = new ProfileMerger(new MergeOptions());
        Parallel.ForEach(paths, path => merger.Add(new MergeInput(path)));
        return merger.Complete();
    }
}
