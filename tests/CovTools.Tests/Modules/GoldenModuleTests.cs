using CovTools.Modules;
using CovTools.Profiles;

namespace CovTools.Tests.Modules;

public sealed class GoldenModuleTests
{
    [Theory]
    [InlineData(17, 8)]
    [InlineData(18, 9)]
    [InlineData(21, 10)]
    [InlineData(23, 11)]
    public void CountersOfAModuleGiveTheStoredProfileOfItsRelease(int major, int rawVersion)
    {
        var golden = GoldenModule.Of(major);
        var counters = new ModuleCounters(golden.Layout);
        using var stream = new MemoryStream();

        counters.Add(RawHits.Read(golden.Profile, golden.Layout));
        ModuleProfile.Write([counters], stream);

        golden.Layout.RawVersion.ShouldBe(rawVersion);
        golden.Layout.Release.ShouldBe(new LlvmRelease(major));
        stream.ToArray().ShouldBe(golden.Indexed);
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(21)]
    [InlineData(23)]
    public void MergingTheRawProfileGivesTheStoredProfile(int major)
    {
        var golden = GoldenModule.Of(major);
        var builder = new ProfileBuilder(new LlvmRelease(major));
        using var stream = new MemoryStream();

        builder.Add(golden.Profile);
        IndexedProfileWriter.Write(builder, stream);

        stream.ToArray().ShouldBe(golden.Indexed);
    }
}
