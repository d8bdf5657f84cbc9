using CovTools.Coverage;
using CovTools.Mapping;
using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Reports;

namespace CovTools.Tests.Documentation;

public static class CoverageExample
{
    public static CoverageReport Load(string binary, string profile)
    {
        using var program = new FileByteSource(binary);
        using var counters = new FileByteSource(profile);
        var mapping = CoverageMapping.Load([MappingSections.Read(ElfObject.Read(program))]);
        return CoverageReport.Create(mapping, IndexedProfile.Read(counters), new CoverageOptions { Release = new LlvmRelease(19) });
    }

    public static void WriteCobertura(CoverageReport report, string root, string output)
    {
        using var stream = File.Create(output);
        CoberturaReport.Write(stream, report, new CoberturaOptions { PathMaps = new PathMapSet([new PathMap(root, "")]) });
    }
}
