using System.Globalization;

namespace CovTools.Tests.Runtime;

public sealed class ForkTests
{
    private readonly InstrumentedProgram _program = InstrumentedProgram.Build(InstrumentedProgram.NewestClang);

    [Theory]
    [InlineData("fork", 2)]
    [InlineData("closefork", 2)]
    [InlineData("nested", 6)]
    [InlineData("fork300", 301)]
    public void CountersOfForkedProcessesAddUpExactly(string end, int times)
    {
        var once = _program.Run("return");

        var capture = _program.Run(end);

        capture.Output.ShouldBe("child exit 0\nflags 0\n");
        capture.Counters.ShouldBe(once.Times((ulong)times));
        capture.Modules.Values.ShouldAllBe(module => module.Records == times);
    }

    [Fact]
    public void AThreadThatCountsWhileItsProcessForksLosesNothing()
    {
        var capture = _program.Run("fork-counting");

        var turns = ulong.Parse(capture.Output.Split('\n')[0].Split(' ')[1], CultureInfo.InvariantCulture);
        turns.ShouldBeGreaterThan(1000UL);
        capture.Modules.Values.Single(module => module.Path.EndsWith("/program", StringComparison.Ordinal)).Counters.ShouldContain(turns);
    }

    [Fact]
    public void VariablesBesideCountersStayPrivateToEachProcess()
    {
        var capture = _program.Run("edges");

        capture.Output.ShouldBe("beside 1\nchild exit 0\nflags 0\n");
    }

    [Fact]
    public void SingleByteCountersOfAChildStartAsNotExecuted()
    {
        var program = InstrumentedProgram.Build(InstrumentedProgram.NewestClang, "-mllvm", "-enable-single-byte-coverage=true");

        var capture = program.Run("fork", withPlugin: false);

        capture.Counters.ShouldBe(program.Run("return", withPlugin: false).Times(2));
        capture.Modules.Values.ShouldAllBe(module => module.CounterSize == 1 && module.Records == 2 && module.Counters.Contains(2UL));
    }

    [Fact]
    public void WithoutDescriptorsAChildKeepsToItselfAndTheLossIsFlagged()
    {
        var capture = _program.Run("fork-without-files");

        capture.Output.ShouldBe("beside 1\nchild exit 0\nflags 1\n");
        capture.Counters.ShouldBe(_program.Run("edges").Counters);
    }
}
