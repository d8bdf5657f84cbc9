using CovTools.Modules;

namespace CovTools.Tests.Modules;

public sealed class RawHitsTests
{
    [Fact]
    public void ProfilesMatchTheirOwnModuleOnly()
    {
        var (first, second) = (GoldenModule.Of(21), GoldenModule.Of(23));

        RawHits.Matches(first.Profile, first.Layout).ShouldBeTrue();
        RawHits.Matches(first.Profile, second.Layout).ShouldBeFalse();
    }

    [Fact]
    public void ModulesWithoutBuildIdMatchByTheirNames()
    {
        var tools = Toolchain.Require(19);
        var program = tools.Program("noid", "-Wl,--build-id=none");
        var profile = ProfileRuns.Read(ProfileRuns.Run(program, "1").Single()).Single();
        var layout = ProfileRuns.Layout(program);

        profile.BinaryIds.ShouldBeEmpty();
        layout.Id.ShouldStartWith("fnv");
        RawHits.Matches(profile, layout).ShouldBeTrue();
        RawHits.Matches(profile, ProfileRuns.Layout(tools.Shapes())).ShouldBeFalse();
        RawHits.Read(profile, layout).IsEmpty.ShouldBeFalse();
    }

    [Fact]
    public void ProfileOfARebuiltModuleIsRefused()
    {
        var (profile, layout) = (GoldenModule.Of(17).Profile, GoldenModule.Of(23).Layout);

        Should.Throw<MalformedDataException>(() => RawHits.Read(profile, layout));
    }

    [Fact]
    public void WhatImportingExecutedIsTakenOut()
    {
        var hits = HitsRecords.Hits("ab", [(1, 5), (2, 7), (4, 1), (9, 3)], [(0, 0b111), (3, 1)]);
        var floor = HitsRecords.Hits("ab", [(2, 7), (3, 6), (4, 2), (9, 1), (50, 1)], [(0, 0b101), (3, 1), (4, 1)]);

        var own = RawHits.SubtractFloor(hits, floor, out var clamped);

        HitsRecords.ShouldBeSame(own, HitsRecords.Hits("ab", [(1, 5), (9, 2)], [(0, 0b010)]));
        clamped.ShouldBe(3);
    }

    [Fact]
    public void FloorOfAnotherModuleIsAMistake() =>
        Should.Throw<ArgumentException>(() => RawHits.SubtractFloor(HitsRecords.Hits("ab", [(1, 5)]), HitsRecords.Hits("cd", [(1, 5)]), out _));
}
