using CovTools.Objects;

namespace CovTools.Tests.Objects;

public sealed class ByteSourceTests
{
    [Fact]
    public void FilesAndMemoryGiveTheSameBytes()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [1, 2, 3, 4, 5]);
            using var file = new FileByteSource(path);
            ShouldReadMiddle(file);
            ShouldReadMiddle(new MemoryByteSource("memory", new byte[] { 1, 2, 3, 4, 5 }));
            file.Name.ShouldBe(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void MissingFilesAreAnInputOutputError() => Should.Throw<IOException>(() => new FileByteSource("/nonexistent/file"));

    private static void ShouldReadMiddle(IByteSource source)
    {
        var bytes = new byte[3];
        source.Read(1, bytes);
        bytes.ShouldBe([2, 3, 4]);
        source.Length.ShouldBe(5);
        Should.Throw<MalformedDataException>(() => source.Read(3, bytes)).File.ShouldBe(source.Name);
        Should.Throw<MalformedDataException>(() => source.Read(long.MaxValue, bytes));
        Should.Throw<ArgumentOutOfRangeException>(() => source.Read(-1, bytes));
    }
}
