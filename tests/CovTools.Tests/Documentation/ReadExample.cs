using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Tests.Documentation;

public static class ReadExample
{
    public static IReadOnlyList<string> ExecutedFunctions(string path)
    {
        using var source = new FileByteSource(path);
        return
        [
            .. ProfileReader.Read(source)
                .SelectMany(profile => profile.Records())
                .Where(record => record.Counters.Span[0] > 0)
                .Select(record => record.NameText),
        ];
    }
}
