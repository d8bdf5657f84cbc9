using System.Diagnostics;
using System.Formats.Tar;
using System.Runtime.Versioning;
using CovTools.Containers;

namespace CovTools.Tests.Containers;

[UnsupportedOSPlatform("windows")]
public sealed class DirectoryArchiveTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("covtools-test-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task TreeIsCopiedWithTimesAndReadableModes()
    {
        var time = new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc);
        Write("g1/ä b.py", "print(1)", time);
        Write("g1/deep/run.sh", "#!", time);
        Write("empty", string.Empty, time);
        File.SetUnixFileMode(Path.Combine(_directory, "g1/deep/run.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.SetUnixFileMode(Path.Combine(_directory, "g1/ä b.py"), UnixFileMode.UserRead);
        File.CreateSymbolicLink(Path.Combine(_directory, "link"), "/etc");

        var entries = await ArchiveAsync();

        entries.Keys.Order(StringComparer.Ordinal).ShouldBe(["empty", "g1/", "g1/deep/", "g1/deep/run.sh", "g1/ä b.py", "link"], ignoreOrder: true);
        entries["g1/ä b.py"].ShouldBe(("print(1)", "644", time));
        entries["g1/deep/run.sh"].ShouldBe(("#!", "755", time));
        entries["empty"].ShouldBe((string.Empty, "644", time));
        entries["link"].Content.ShouldBe("-> /etc");
    }

    [Fact]
    public async Task PipeDoesNotBlock()
    {
        using var process = Process.Start("mkfifo", Path.Combine(_directory, "pipe"));
        await process.WaitForExitAsync(Cancellation);

        var entries = await ArchiveAsync().WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

        entries["pipe"].Content.ShouldBeEmpty();
    }

    [Fact]
    public async Task FileThatBecomesShorterIsAnError()
    {
        var file = Path.Combine(_directory, "a");
        await File.WriteAllTextAsync(file, "12345", Cancellation);
        using var stream = new FixedLengthStream(file, 9);

        var exception = await Should.ThrowAsync<IOException>(() => stream.CopyToAsync(Stream.Null, Cancellation));

        exception.Message.ShouldContain("5 of 9 bytes");
    }

    [Fact]
    public async Task FileThatGrowsIsCutAtItsPromisedLength()
    {
        var file = Path.Combine(_directory, "a");
        await File.WriteAllTextAsync(file, "12345", Cancellation);
        using var stream = new FixedLengthStream(file, 3);
        using var copy = new MemoryStream();

        await stream.CopyToAsync(copy, Cancellation);

        copy.ToArray().ShouldBe("123"u8.ToArray());
    }

    [Fact]
    public async Task WhatCannotBeReadIsTold()
    {
        var leftOut = new List<string>();

        await DirectoryArchive.WriteAsync(Path.Combine(_directory, "missing"), Stream.Null, (path, _) => leftOut.Add(path), Cancellation);

        leftOut.ShouldBe([Path.Combine(_directory, "missing")]);
    }

    private void Write(string name, string content, DateTime time)
    {
        var path = Path.Combine(_directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        File.SetLastWriteTimeUtc(path, time);
    }

    private async Task<Dictionary<string, (string Content, string Mode, DateTime Time)>> ArchiveAsync()
    {
        using var archive = new MemoryStream();
        await DirectoryArchive.WriteAsync(_directory, archive, (path, reason) => Assert.Fail($"{path}: {reason}"), Cancellation);
        archive.Position = 0;
        var entries = new Dictionary<string, (string, string, DateTime)>();
        await using var reader = new TarReader(archive);
        while (await reader.GetNextEntryAsync(copyData: true, Cancellation) is { } entry)
        {
            using var content = new StreamReader(entry.DataStream ?? Stream.Null);
            var text = entry.EntryType == TarEntryType.SymbolicLink ? "-> " + entry.LinkName : await content.ReadToEndAsync(Cancellation);
            entries[entry.Name] = (text, Convert.ToString((int)entry.Mode, 8), entry.ModificationTime.UtcDateTime);
        }

        return entries;
    }
}
