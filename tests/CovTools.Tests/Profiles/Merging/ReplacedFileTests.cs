using CovTools.Profiles;

namespace CovTools.Tests.Profiles.Merging;

public sealed class ReplacedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ANewFileIsWritten()
    {
        ReplacedFile.Write(_folder["new"], stream => stream.Write("text"u8));

        File.ReadAllText(_folder["new"]).ShouldBe("text");
        Directory.GetFiles(_folder.Path).Length.ShouldBe(1);
    }

    [Fact]
    public void AFailureLeavesWhatWasThere()
    {
        File.WriteAllText(_folder["old"], "before");

        Should.Throw<InvalidOperationException>(() => ReplacedFile.Write(_folder["old"], stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException();
        }));

        File.ReadAllText(_folder["old"]).ShouldBe("before");
        Directory.GetFiles(_folder.Path).Length.ShouldBe(1);
    }

    [Fact]
    public void ALinkStaysAndItsTargetIsReplaced()
    {
        File.WriteAllText(_folder["target"], "before");
        File.CreateSymbolicLink(_folder["link"], _folder["target"]);

        ReplacedFile.Write(_folder["link"], stream => stream.Write("after"u8));

        new FileInfo(_folder["link"]).LinkTarget.ShouldNotBeNull();
        File.ReadAllText(_folder["target"]).ShouldBe("after");
    }

    [Fact]
    public void ADeviceIsNotReplaced()
    {
        ReplacedFile.Write("/dev/null", stream => stream.Write("gone"u8));

        File.ReadAllText("/dev/null").ShouldBeEmpty();
    }

    [Fact]
    public void AMissingFolderIsAnError() => Should.Throw<DirectoryNotFoundException>(() => ReplacedFile.Write(_folder["none/file"], _ => { }));
}
