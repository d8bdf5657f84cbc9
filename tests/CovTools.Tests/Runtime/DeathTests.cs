namespace CovTools.Tests.Runtime;

public sealed class DeathTests
{
    [Theory]
    [InlineData("segv", "child signal 11")]
    [InlineData("abort", "child signal 6")]
    [InlineData("kill", "child signal 9")]
    [InlineData("term", "child signal 15")]
    [InlineData("_exit", "child exit 3")]
    [InlineData("quick_exit", "child exit 4")]
    [InlineData("overflow", "child signal 11")]
    [InlineData("overflow-thread", "child signal 11")]
    [InlineData("abort-thread", "child signal 6")]
    [InlineData("exec", "child exit 0")]
    [InlineData("closeall", "child exit 0")]
    public void NothingIsLostHoweverTheProcessEnds(string end, string status)
    {
        var program = InstrumentedProgram.Build(InstrumentedProgram.NewestClang);
        var expected = program.Run("return").Counters;

        var capture = program.Run(end);

        capture.Output.ShouldBe(status + "\nflags 0\n");
        capture.Counters.ShouldBe(expected);
        expected.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("segv", "child signal 11")]
    [InlineData("fork", "child exit 0")]
    public void AFileSizeLimitStopsNothing(string end, string status)
    {
        var program = InstrumentedProgram.Build(InstrumentedProgram.NewestClang);
        var free = program.Run(end).Counters;

        var capture = program.Run(end, withPlugin: true, "limit", "fsize", "0");

        capture.Output.ShouldBe(status + "\nflags 0\n");
        capture.Counters.ShouldBe(free);
    }

    [Fact]
    public void AnUncaughtExceptionInAThreadLosesNothing()
    {
        var clang = NativeTools.Require("clang++-" + InstrumentedProgram.NewestClang);
        var directory = TestFolders.Create("terminate");
        NativeTools.Succeed(clang, ["-O0", "-fprofile-instr-generate", Path.Combine(NativeTools.Fixtures, "terminate.cpp"), "-o", "terminate", "-lpthread"], directory);

        var output = Libcovrt.Drive(directory, "create", "export", "fork", "{", "exec", "./terminate", "}", "read", "hits");

        output.ShouldBe("child signal 6\nflags 0\n");
        HitsRecord.Read(Path.Combine(directory, "hits")).Values.Single().Counters.ShouldContain(10UL);
    }
}
