using CovTools.Profiles;

namespace CovTools.Tests.Profiles;

public sealed class LlvmReleaseTests
{
    [Theory]
    [InlineData(13, 7, 7)]
    [InlineData(14, 8, 7)]
    [InlineData(15, 8, 8)]
    [InlineData(16, 8, 9)]
    [InlineData(17, 8, 10)]
    [InlineData(18, 9, 11)]
    [InlineData(19, 10, 12)]
    [InlineData(20, 10, 12)]
    [InlineData(21, 10, 12)]
    [InlineData(22, 10, 13)]
    [InlineData(23, 11, 14)]
    public void EveryReleaseHasItsVersions(int major, int raw, int indexed)
    {
        var release = new LlvmRelease(major);

        (release.Major, release.RawVersion, release.IndexedVersion).ShouldBe((major, raw, indexed));
        LlvmRelease.FromRawVersion(raw).RawVersion.ShouldBe(raw);
    }

    [Theory]
    [InlineData("Debian clang version 14.0.6", null, 14)]
    [InlineData("clang version 17.0.6 (https://example.org/llvm 6009708)", 8, 17)]
    [InlineData("Android (10087095, based on r487747c) clang version 17.0.2", null, 17)]
    [InlineData("rustc version 1.95.0 (59807616e 2026-04-14)", 10, 22)]
    [InlineData("rustc version 1.70.0", null, 16)]
    public void CompilersAreRecognisedByTheirComments(string comment, int? rawVersion, int major) =>
        LlvmRelease.Detect([comment], rawVersion).ShouldBe(new LlvmRelease(major));

    [Theory]
    [InlineData("clang version 12.0.1", null)]
    [InlineData("clang version 99.0.0", null)]
    [InlineData("clang version ", null)]
    [InlineData("clang version 19.1.7", 8)]
    [InlineData("GCC: (Debian 12.2.0-14) 12.2.0", null)]
    public void OtherCommentsTellNothing(string comment, int? rawVersion) => LlvmRelease.Detect([comment], rawVersion).ShouldBeNull();

    [Fact]
    public void OfSeveralCompilersTheNewestThatFitsCounts() =>
        LlvmRelease.Detect(["clang version 14.0.6", "rustc version 1.95.0", "clang version 16.0.6"], 8).ShouldBe(new LlvmRelease(16));

    [Theory]
    [InlineData(12)]
    [InlineData(24)]
    public void UnknownReleasesAreRefused(int major) => Should.Throw<ArgumentOutOfRangeException>(() => new LlvmRelease(major));
}
