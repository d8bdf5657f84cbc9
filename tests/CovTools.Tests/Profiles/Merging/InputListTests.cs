using CovTools.Profiles;

namespace CovTools.Tests.Profiles.Merging;

public sealed class InputListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AFolderIsWalkedInTheOrderOfPaths()
    {
        foreach (var name in new[] { "b/2", "b/10", "a", "c/d/e", ".hidden", "B" })
        {
            Write(name, "");
        }

        InputList.Expand(_folder.Path, 3).ShouldBe([.. new[] { ".hidden", "B", "a", "b/10", "b/2", "c/d/e" }.Select(name => new MergeInput(_folder[name], 3))]);
    }

    [Fact]
    public void LinksToFoldersAreNotFollowedAndThoseToFilesAre()
    {
        Write("real/profile", "");
        Directory.CreateSymbolicLink(_folder["real/loop"], _folder.Path);
        File.CreateSymbolicLink(_folder["real/link"], _folder["real/profile"]);

        InputList.Expand(_folder.Path).Select(input => input.Path).ShouldBe([_folder["real/link"], _folder["real/profile"]]);
    }

    [Fact]
    public void WhatAWatchKeepsIsNoInput()
    {
        Write(".covtools-merge/batch-1/00000001-x.profraw", "");
        Write("y.profraw", "");

        InputList.Expand(_folder.Path).Select(input => input.Path).ShouldBe([_folder["y.profraw"]]);
    }

    [Fact]
    public void ThousandsOfPathsKeepTheirOrderAndTheFirstMissingOneIsNamed()
    {
        for (var number = 0; number < 3; number++)
        {
            Write($"folder/{number}", "");
        }

        MergeInput[] paths = [.. Enumerable.Range(0, 2000).Select(number => new MergeInput(number % 7 == 0 ? _folder["folder"] : _folder[$"folder/{number % 3}"], (ulong)number + 1))];
        InputList.Expand(paths).ShouldBe(paths.SelectMany(path => InputList.Expand(path.Path, path.Weight)));

        paths[700] = new MergeInput(_folder["none"]);
        Should.Throw<FileNotFoundException>(() => InputList.Expand(paths)).FileName.ShouldBe(_folder["none"]);
    }

    [Fact]
    public void AMissingFileIsNamed() =>
        Should.Throw<FileNotFoundException>(() => InputList.Expand(_folder["none"])).Message.ShouldBe($"{_folder["none"]}: no such file or folder");

    [Fact]
    public void APathPerLineMayHoldAnything()
    {
        Write("list", "a b.profraw\n\n# no comment\n3,x\r\n");

        InputList.ReadPaths(_folder["list"]).ShouldBe(["a b.profraw", "# no comment", "3,x"]);
    }

    [Fact]
    public void AWeightedListHasCommentsAndBlanks()
    {
        Write("list", "  # comment\n\n a.profraw \n12,b,c.profraw\r\n");

        InputList.ReadWeighted(_folder["list"]).ShouldBe([new MergeInput("a.profraw"), new MergeInput("b,c.profraw", 12)]);
    }

    [Theory]
    [InlineData("0,a")]
    [InlineData("-1,a")]
    [InlineData(",a")]
    [InlineData("1.5,a")]
    [InlineData("18446744073709551616,a")]
    [InlineData(" 1,a")]
    [InlineData("1,")]
    [InlineData("a")]
    public void AWeightIsAWholeNumberAboveZero(string text) => Should.Throw<UsageException>(() => InputList.ParseWeighted(text)).Message.ShouldContain($"'{text}'");

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], text);
    }
}
