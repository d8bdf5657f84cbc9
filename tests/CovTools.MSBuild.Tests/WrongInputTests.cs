namespace CovTools.MSBuild.Tests;

/// <summary>What cannot be reported is an error that says what to do, never a percentage.</summary>
public sealed class WrongInputTests : IDisposable
{
    private readonly Consumer _consumer;
    private readonly NativePrograms _programs;

    public WrongInputTests(PackedPackages packages, NativePrograms programs)
    {
        _consumer = new Consumer(packages);
        _programs = programs;
    }

    public void Dispose() => _consumer.Dispose();

    [Fact]
    public void ABinaryWithoutInstrumentationIsTold()
    {
        NativePrograms.Run(_programs.Program(), _consumer["profiles/a.profraw"]);
        Write(_programs.Plain());

        _consumer.Target("CovReport").Fails().Of("COV1002").ShouldHaveSingleItem().ShouldStartWith($"{_programs.Plain()} : error COV1002: no coverage data: it was built without -fprofile-instr-generate -fcoverage-mapping, or stripped");
        File.Exists(_consumer["coverage.txt"]).ShouldBeFalse();
    }

    [Fact]
    public void AStrippedBinaryIsTold()
    {
        NativePrograms.Run(_programs.Program(), _consumer["profiles/a.profraw"]);
        Write(_programs.Stripped());

        _consumer.Target("CovReport").Fails().Of("COV1002").ShouldHaveSingleItem().ShouldContain("name an instrumented build that still has its coverage sections");
    }

    [Fact]
    public void AProgramThatWritesNoProfileIsTold()
    {
        Directory.CreateDirectory(_consumer["profiles"]);
        Write(_programs.Program());

        _consumer.Target("CovReport").Fails().Of("COV2001").ShouldHaveSingleItem().ShouldContain("LLVM_PROFILE_FILE");
        var allowed = _consumer.Target("CovReport;CovCheck", "-p:CovToolsAllowNothingMeasured=true").Succeeds();
        allowed.Of("COV2001").ShouldHaveSingleItem().ShouldContain("warning");
        File.Exists(_consumer["coverage.txt"]).ShouldBeFalse();
    }

    [Fact]
    public void AProfileOfAnotherBuildIsTold()
    {
        NativePrograms.Run(_programs.Other(), _consumer["profiles/a.profraw"]);
        File.WriteAllText(_consumer["empty.c"], "int zero(int n) { return n ? 0 : 1; }\nint main(int c, char **v) { (void)v; return zero(c); }\n");
        Command.Run(_consumer.Root, "clang-19", ["-fprofile-instr-generate", "-fcoverage-mapping", "-Wl,--build-id", "-o", _consumer["unlike"], _consumer["empty.c"]]).Succeeds();
        Write(_consumer["unlike"]);

        _consumer.Target("CovReport").Fails().Of("COV2006").ShouldHaveSingleItem().ShouldContain("nothing was measured: the profile belongs to other binaries");
        _consumer.Target("CovReport").Fails().Of("COV2006").ShouldHaveSingleItem("the report that was not written is asked for again");
    }

    [Theory]
    [InlineData("clang-14")]
    [InlineData("clang-22")]
    public void ALibraryOfAnotherLlvmGivesTheNumbersOfItsOwnTools(string compiler)
    {
        var program = _programs.Program(compiler);
        var profile = NativePrograms.Run(program, _consumer["profiles/a.profraw"]);
        var major = compiler.Split('-')[1];
        Components.RequireProgram($"llvm-cov-{major}");
        Command.Run(_consumer.Root, $"llvm-profdata-{major}", ["merge", "-o", _consumer["llvm.profdata"], profile]).Succeeds();
        var expected = Command.Run(_consumer.Root, $"llvm-cov-{major}", ["report", program, $"-instr-profile={_consumer["llvm.profdata"]}"]).Succeeds().Output;
        Write(program);

        _consumer.Target("CovReport", $"-p:CovToolsLlvm={major}").Succeeds();

        File.ReadAllText(_consumer["coverage.txt"]).ShouldBe(expected);
    }

    [Fact]
    public void ADamagedProfileCostsThatProfileWhenThatIsAllowed()
    {
        var good = NativePrograms.Run(_programs.Program(), _consumer["profiles/a.profraw"]);
        File.WriteAllBytes(_consumer["profiles/cut.profraw"], File.ReadAllBytes(good)[..100]);
        File.WriteAllBytes(_consumer["profiles/nothing.profraw"], []);
        Write(_programs.Program());

        _consumer.Target("CovReport").Fails().Of("COV2002").ShouldHaveSingleItem().ShouldContain("cut.profraw : error COV2002: offset 0x");
        var allowed = _consumer.Target("CovReport", "-p:CovToolsFailureMode=all").Succeeds();

        allowed.Of("COV2002").ShouldHaveSingleItem().ShouldContain("warning");
        allowed.Of("COV2003").ShouldHaveSingleItem().ShouldContain("nothing.profraw");
        File.Exists(_consumer["coverage.txt"]).ShouldBeTrue();
    }

    [Fact]
    public void AMappingThatIsDamagedInOnePlaceIsToldEveryTimeAndTheRestIsReported()
    {
        NativePrograms.Run(_programs.Program(), _consumer["profiles/a.profraw"]);
        Command.Run(_consumer.Root, "llvm-objcopy-19", [$"--dump-section=__llvm_covfun={_consumer["records"]}", _programs.Program(), _consumer["copy"]]).Succeeds();
        var records = File.ReadAllBytes(_consumer["records"]);

        // The first record: name, length of its mapping, structural hash, file list, then the mapping, which begins with the number of its files.
        records[28] = 0x7f;
        File.WriteAllBytes(_consumer["records"], records);
        Command.Run(_consumer.Root, "llvm-objcopy-19", [$"--update-section=__llvm_covfun={_consumer["records"]}", _programs.Program(), _consumer["damaged"]]).Succeeds();
        Write(_consumer["damaged"]);

        _consumer.Target("CovReport").Fails().Of("COV3003").ShouldNotBeEmpty();
        _consumer.Target("CovReport").Fails().Of("COV3003").ShouldNotBeEmpty();
        File.ReadAllText(_consumer["coverage.txt"]).ShouldContain("sign.c");
    }

    [Fact]
    public void ABinaryThatIsNotThereIsTold()
    {
        NativePrograms.Run(_programs.Program(), _consumer["profiles/a.profraw"]);
        Write(_consumer["libnothing.so"]);

        _consumer.Target("CovReport").Fails().Of("COV1004").ShouldHaveSingleItem().ShouldStartWith(_consumer["libnothing.so"]);
    }

    [Fact]
    public void ABinaryThatIsDamagedIsTold()
    {
        NativePrograms.Run(_programs.Program(), _consumer["profiles/a.profraw"]);
        File.WriteAllBytes(_consumer["cut"], File.ReadAllBytes(_programs.Program())[..2000]);
        Write(_consumer["cut"]);

        _consumer.Target("CovReport").Fails().Of("COV1003").ShouldHaveSingleItem().ShouldStartWith(_consumer["cut"]);
    }

    [Theory]
    [InlineData("""<CovReportFile Include="x" Format="html5" />""", "COV3001", "is none of text, csv")]
    [InlineData("""<CovReportFile Include="x" Format="csv" SummaryOnly="true" />""", "COV3001", "SummaryOnly is for")]
    [InlineData("""<CovReportFile Include="x" Format="lcov" SummaryOnly="perhaps" />""", "COV1001", "is neither true nor false")]
    [InlineData("""<CovProfile Include="profiles" Weight="0" />""", "COV1001", "Weight='0' is not a number from 1 on")]
    [InlineData("""<CovSourceInclude Include="a//b" />""", "COV1001", "invalid glob")]
    public void ItemsThatCannotBeAreTold(string item, string code, string reason)
    {
        NativePrograms.Run(_programs.Program(), _consumer["profiles/a.profraw"]);
        Write(_programs.Program(), item);

        _consumer.Target("CovReport").Fails().Of(code).ShouldHaveSingleItem().ShouldContain(reason);
    }

    [Theory]
    [InlineData("CovToolsLlvm=99", "is not within 13 to 23")]
    [InlineData("CovToolsMetric=mine", "is neither llvm nor source-union")]
    [InlineData("CovToolsFailureMode=never", "is none of any, all, warn")]
    [InlineData("CovToolsMergedProfile=profiles/all.profdata", "would be one of its own inputs")]
    public void PropertiesThatCannotBeAreTold(string property, string reason)
    {
        NativePrograms.Run(_programs.Program(), _consumer["profiles/a.profraw"]);
        Write(_programs.Program());

        _consumer.Target("CovReport", "-p:" + property).Fails().Of("COV1001").ShouldHaveSingleItem().ShouldContain(reason);
    }

    [Fact]
    public void AFileOfSomebodyElseIsNotReplaced()
    {
        NativePrograms.Run(_programs.Program(), _consumer["profiles/a.profraw"]);
        Write(_programs.Program());
        File.WriteAllText(_consumer["coverage.txt"], "my notes");

        _consumer.Target("CovReport").Fails().Of("COV3002").ShouldHaveSingleItem().ShouldStartWith(_consumer["coverage.txt"]);

        File.ReadAllText(_consumer["coverage.txt"]).ShouldBe("my notes");
        _consumer.Target("CovReport", "-p:CovToolsOverwrite=true").Succeeds();
        File.ReadAllText(_consumer["coverage.txt"]).ShouldStartWith("Filename");
    }

    [Fact]
    public void AnOlderMSBuildIsRefused()
    {
        Write(_programs.Program());

        _consumer.Target("CovReport", "-p:_CovMSBuildVersion=17.14.2").Fails().Of("COV0001").ShouldHaveSingleItem().ShouldContain("needs MSBuild 18 or later");
    }

    private void Write(string binary, string more = "") => _consumer.Project(
        $"""
        <ItemGroup>
          <CovBinary Include="{binary}" />
          <CovProfile Include="profiles" Condition="'{(more.Contains("CovProfile", StringComparison.Ordinal) ? "no" : "")}' == ''" />
          <CovReportFile Include="coverage.txt" />
          {more}
        </ItemGroup>
        """);
}
