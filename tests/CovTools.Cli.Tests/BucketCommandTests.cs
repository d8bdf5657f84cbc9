using System.CommandLine;
using System.Text.Json;

namespace CovTools.Cli.Tests;

public sealed class BucketCommandTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("covtools-").FullName;

    public BucketCommandTests()
    {
        foreach (var (path, offset) in (ReadOnlySpan<(string, int)>)[("g/a.py", 0), ("g/b.py", 90), ("h/a\n.py", 0), ("h/late.py", 1000)])
        {
            var full = Path.Join(_root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, path);
            File.SetLastWriteTimeUtc(full, DateTime.UnixEpoch.AddSeconds(1_700_000_000 + offset));
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void ItListsBucketsAndTheLedger()
    {
        var (code, output, _) = Invoke(_root, "--max-time", "100");

        code.ShouldBe((int)ExitCode.Complete);
        output.ShouldBe("""
            bucket    scripts   groups
            0-60            2        2
            60-100          1        1
            all             3        2
            found 4 = 3 to run + 1 left out (beyond max-time 1) + 0 failed

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void TheKnownFlagsAreUnderstood()
    {
        var (code, output, _) = Invoke(_root, "--itv", "30", "--max-time-sec", "600", "--filter", "^g/");

        code.ShouldBe((int)ExitCode.Complete);
        output.ShouldContain("90-120");
        output.ShouldContain("left out (filter 2)");
    }

    [Fact]
    public void JsonIsOneDocument()
    {
        var (code, output, _) = Invoke(_root, "--max-time", "100", "--json", "--exclude", "b.py");

        code.ShouldBe((int)ExitCode.Complete);
        using var document = JsonDocument.Parse(output);
        var root = document.RootElement;
        root.GetProperty("schema").GetInt32().ShouldBe(1);
        root.GetProperty("ledger").GetProperty("found").GetInt32().ShouldBe(4);
        root.GetProperty("ledger").GetProperty("leftOutReasons").GetProperty("beyond max-time").GetInt32().ShouldBe(1);
        root.GetProperty("buckets")[0].GetProperty("label").GetString().ShouldBe("0-60");
        root.GetProperty("scripts").EnumerateArray().Select(script => script.GetProperty("path").GetString()).ShouldBe(["g/a.py", "h/a\n.py"]);
        root.GetProperty("leftOutScripts").EnumerateArray().Select(script => script.GetProperty("reason").GetString()).ShouldBe(["exclude", "beyond max-time"]);
    }

    [Theory]
    [InlineData("hardlink")]
    [InlineData("symlink")]
    [InlineData("copy")]
    public void ItMaterializesAndDoesNothingTheSecondTime(string by)
    {
        var output = Directory.CreateTempSubdirectory("covtools-").FullName;

        var first = Invoke(_root, "--materialize", output, "--by", by);
        var second = Invoke(_root, "--materialize", output, "--by", by);
        var again = Invoke(output);

        Directory.Delete(output, recursive: true);
        first.Output.ShouldContain("materialized: 4 created, 0 unchanged");
        second.Output.ShouldContain("materialized: 0 created, 4 unchanged");
        again.Output.ShouldContain("(already bucketed)");
        (first.Code, second.Code, again.Code).ShouldBe((0, 0, 0));
    }

    [Theory]
    [InlineData("--interval", "x", "--interval: 'x' is not a number of seconds")]
    [InlineData("--interval", "0", "--interval: 0 seconds is not a positive time")]
    [InlineData("--max-time", "-1", "--max-time: -1 seconds is not a positive time")]
    [InlineData("--time-from", "ctime", "--time-from: 'ctime' is none of")]
    [InlineData("--t0", "soon", "--t0: 'soon' is none of")]
    [InlineData("--bucketed", "perhaps", "--bucketed: 'perhaps' is none of")]
    [InlineData("--by", "magic", "'magic'")]
    public void AWrongValueIsAnErrorOfTheCommandLine(string option, string value, string message)
    {
        var result = Parse(_root, option, value);

        result.Errors.ShouldHaveSingleItem().Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("--filter", "(")]
    [InlineData("--include", "a//b")]
    [InlineData("--exclude", "../x")]
    [InlineData("--pattern", "")]
    public void AnInvalidExpressionIsAUsageError(string option, string value)
    {
        Should.Throw<UsageException>(() => Invoke(_root, option, value)).Message.ShouldContain(value);
    }

    [Fact]
    public void NothingFoundIsAUsageError()
    {
        var (code, _, error) = Invoke(_root, "--pattern", "*.js");

        code.ShouldBe((int)ExitCode.Usage);
        error.ShouldContain("no script matches *.js");
    }

    [Fact]
    public void AnUnreadableScriptIsReportedOnOneLineAndMakesItFail()
    {
        File.CreateSymbolicLink(Path.Join(_root, "h/x\n.py"), "nothing");

        var (code, output, error) = Invoke(_root);

        code.ShouldBe((int)ExitCode.Failed);
        error.ShouldBe("error: h/x\\u000a.py: it is a symbolic link to nothing\n");
        output.ShouldContain("found 5 = 4 to run + 0 left out + 1 failed");
    }

    private static ParseResult Parse(params string[] arguments) => new RootCommand { BucketCommand.Create() }.Parse(["bucket", .. arguments]);

    private static (int Code, string Output, string Error) Invoke(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var result = Parse(arguments);
        result.Errors.ShouldBeEmpty();
        var code = result.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        return (code, output.ToString(), error.ToString());
    }
}
