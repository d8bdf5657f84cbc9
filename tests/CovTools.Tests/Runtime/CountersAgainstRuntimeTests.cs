namespace CovTools.Tests.Runtime;

public sealed class CountersAgainstRuntimeTests
{
    [Theory]
    [InlineData("14")]
    [InlineData("16")]
    [InlineData("19")]
    [InlineData("22")]
    public void EveryCounterEqualsTheOneThatTheRuntimeOfThisReleaseWrites(string clang)
    {
        Compare(InstrumentedProgram.Build(clang), counterSize: 8);
    }

    [Theory]
    [InlineData("19")]
    [InlineData("22")]
    public void SingleByteCountersAreEqual(string clang)
    {
        Compare(InstrumentedProgram.Build(clang, "-mllvm", "-enable-single-byte-coverage=true"), counterSize: 1);
    }

    [Theory]
    [InlineData("19")]
    [InlineData("22")]
    public void BitmapsOfMcdcAreEqual(string clang)
    {
        var capture = Compare(InstrumentedProgram.Build(clang, "-fcoverage-mcdc"), counterSize: 8);

        capture.Modules.Values.Count(module => module.Bitmap.Any(value => value != 0)).ShouldBe(2); // shared.c and plugin.c have decisions
    }

    [Fact]
    public void StrippedFilesAreEqual()
    {
        Compare(InstrumentedProgram.Build(InstrumentedProgram.NewestClang, "-s"), counterSize: 8);
    }

    [Fact]
    public void AtomicCountersOfAPositionDependentProgramAreEqual()
    {
        Compare(InstrumentedProgram.Build("14", "-fprofile-update=atomic", "-no-pie"), counterSize: 8);
    }

    [Fact]
    public void ModulesWithoutABuildIdAreKnownByTheirNames()
    {
        var capture = InstrumentedProgram.Build(InstrumentedProgram.NewestClang, "-Wl,--build-id=none").Run("return");

        capture.Modules.Keys.ShouldAllBe(id => id.StartsWith("fnv") && id.Length == 19);
        capture.Counters.ShouldBe(InstrumentedProgram.Build(InstrumentedProgram.NewestClang).Run("return").Counters);
    }

    private static Capture Compare(InstrumentedProgram program, int counterSize)
    {
        var expected = program.RunWithRuntime();

        var capture = program.Run("return");

        capture.Output.ShouldBe("child exit 0\nflags 0\n");
        expected.Count.ShouldBe(3);
        capture.Modules.Keys.Order().ShouldBe(expected.Select(profile => profile.Id).Order());
        foreach (var profile in expected)
        {
            var module = capture.Modules[profile.Id];
            module.CounterSize.ShouldBe(counterSize);
            Convert.ToHexString(module.RawCounters).ShouldBe(Convert.ToHexString(profile.Counters), module.Path);
            Convert.ToHexString(module.Bitmap).ShouldBe(Convert.ToHexString(profile.Bitmap), module.Path);
        }

        return capture;
    }
}
