namespace CovTools.Testing.Tests;

public sealed class TestRunFolderTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("covtools-results-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void AnotherRunRemovesWhatWeWroteAndNothingElse()
    {
        var first = TestRunFolder.Join(_path, "first");
        TestSession.Create(first, "A", _path);
        File.WriteAllText(first.ProfilePath, "profile");
        File.WriteAllText(Path.Combine(_path, "mine.txt"), "of the user");

        var again = TestRunFolder.Join(_path, "first");
        File.Exists(again.ProfilePath).ShouldBeTrue();
        TestRunFolder.Join(_path, "second");

        File.Exists(again.ProfilePath).ShouldBeFalse();
        Directory.Exists(Path.Combine(_path, "sessions")).ShouldBeFalse();
        File.ReadAllText(Path.Combine(_path, "mine.txt")).ShouldBe("of the user");
        TestRunFolder.Open(_path).Run.ShouldBe("second");
    }

    [Fact]
    public void TestsWhoseResultsWereReplacedAreToldSo()
    {
        var session = TestSession.Create(TestRunFolder.Join(_path, "first"), "A", _path);
        TestRunFolder.Join(_path, "second");

        Should.Throw<TestingException>(() => TestSessionEnd.Finish(session, Options(), waits: true, out _)).Told.Code.ShouldBe(TestingCode.RunReplaced);
    }

    [Fact]
    public void TestsThatDidNotComeToTheirEndFailTheGate()
    {
        var folder = TestRunFolder.Join(_path, "run");
        TestSession.Create(folder, "A", _path);

        var messages = TestRunGate.Check(folder, Options(), out _);

        messages.Select(message => message.Code).ShouldBe([TestingCode.TestsCutOff, TestingCode.NothingMeasured]);
        messages.ShouldAllBe(message => message.IsError);
    }

    [Fact]
    public void TestsThatNoProcessCollectedAreAnError()
    {
        var session = TestSession.Create(TestRunFolder.Join(_path, "run"), "A", _path);

        TestSessionEnd.Finish(session, Options(), waits: true, out var result).ShouldHaveSingleItem().Code.ShouldBe(TestingCode.CollectorMissing);

        result.Summary.ShouldBeNull();
        result.Line.ShouldBe("LLVM coverage: nothing was measured");
    }

    [Fact]
    public void WithoutResultsThereIsNothingToCheck() =>
        Should.Throw<TestingException>(() => TestRunFolder.Open(_path)).Told.Code.ShouldBe(TestingCode.NothingMeasured);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"schema\":\"x\"}")]
    public void DamagedFilesAreNamed(string content)
    {
        TestRunFolder.Join(_path, "run");
        var file = Path.Combine(_path, "run.json");
        File.WriteAllText(file, content);

        Should.Throw<MalformedDataException>(() => TestRunFolder.Open(_path)).File.ShouldBe(file);
    }

    [Fact]
    public async Task OneProcessAtATimeHasTheLock()
    {
        var first = FolderLock.Take(_path);

        var second = Task.Run(() => FolderLock.Take(_path), TestContext.Current.CancellationToken);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        second.IsCompleted.ShouldBeFalse();
        first.Dispose();

        (await second).Dispose();
    }

    [Fact]
    public void AFolderThatCannotBeWrittenIsNamed()
    {
        var file = Path.Combine(_path, "file");
        File.WriteAllText(file, "");

        Should.Throw<IOException>(() => TestRunFolder.Join(file, "run")).Message.ShouldContain(file);
    }

    [Fact]
    public void AHandOverIsBelievedOnlyWhileItsBuildRuns()
    {
        var program = Path.Combine(_path, "Some.Tests.dll");
        var session = TestSession.Create(TestRunFolder.Join(Path.Combine(_path, "results"), "run"), "A", _path);

        HandOver.Write(program, session);
        HandOver.Find(["/nowhere/Other.dll", program]).ShouldNotBeNull().Folder.ShouldBe(session.Folder);
        var told = File.ReadAllLines(program + ".llvm-coverage");
        File.WriteAllLines(program + ".llvm-coverage", [told[0], "1", told[2]]);
        HandOver.Find([program]).ShouldBeNull();
        HandOver.Remove(program);
        HandOver.Find([program]).ShouldBeNull();
    }

    [Fact]
    public void OnlyFoldersOfCapturesAreDeleted()
    {
        NativeCapture.Delete(_path);
        NativeCapture.Delete("");

        Directory.Exists(_path).ShouldBeTrue();
    }

    private static TestRunOptions Options() => TestRunOptions.Parse([], [], []);
}
