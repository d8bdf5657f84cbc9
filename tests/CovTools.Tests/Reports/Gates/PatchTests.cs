using System.Text;
using CovTools.Reports;

namespace CovTools.Tests.Reports;

public sealed class PatchTests
{
    private const string Git = """
        From 1234 Mon Sep 17 00:00:00 2001
        Subject: [PATCH] something
        --- not a header
        @@ not a hunk
        ---
        diff --git a/src/a.c b/src/a.c
        index 1..2 100644
        --- a/src/a.c
        +++ b/src/a.c
        @@ -1,3 +1,4 @@ int f()
         one
        -two
        +zwei
        +--- a/decoy
         three
        @@ -10 +11,2 @@
        --- sql comment
        +++ plus
        +more
        \ No newline at end of file
        diff --git a/old.c b/new.c
        similarity index 90%
        rename from old.c
        rename to new.c
        --- a/old.c
        +++ b/new.c
        @@ -5,0 +6 @@
        +x
        diff --git a/gone.c b/gone.c
        deleted file mode 100644
        --- a/gone.c
        +++ /dev/null
        @@ -1,2 +0,0 @@
        -a
        -b
        diff --git a/pic.png b/pic.png
        index 3..4
        Binary files a/pic.png and b/pic.png differ
        diff --git a/moved b/away
        similarity index 100%
        rename from moved
        rename to away
        diff --git "a/t\303\244b\t\"q\".c" "b/t\303\244b\t\"q\".c"
        new file mode 100644
        --- /dev/null
        +++ "b/t\303\244b\t\"q\".c"
        @@ -0,0 +1,3 @@
        +1

        +3
        --
        2.39.5
        """;

    [Fact]
    public void ChangedLinesAreThoseOfTheNewFiles()
    {
        var patch = Read(Git.ReplaceLineEndings("\n").Replace("\n\n+3", "\n+\n+3", StringComparison.Ordinal));

        patch.Files.Select(file => $"{file.Path}: {string.Join(' ', file.Lines)}").ShouldBe(["src/a.c: 2-3 11-12", "new.c: 6", "täb\t\"q\".c: 1-3"]);
    }

    [Fact]
    public void CarriageReturnsAndMissingBlanksDoNotMatter()
    {
        Read("--- a/x.c\r\n+++ b/x.c\r\n@@ -1,3 +1,4 @@\r\n a\r\n\r\n+b\r\n c\r\n").Files.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            file => file.Path.ShouldBe("x.c"),
            file => file.Lines.ShouldBe([new LineRange(3, 3)]));
        Read("--- x.c\t2020-01-01 00:00:00\n+++ x.c\t2020-01-02 00:00:00\n@@ -0,0 +1 @@\n+b\n").Files[0].Path.ShouldBe("x.c");
        Read("").Files.ShouldBeEmpty();
        Read("\n").Files.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a/x.c", "b/x.c", "x.c")]
    [InlineData("i/x.c", "w/x.c", "x.c")]
    [InlineData("b/x.c", "b/x.c", "b/x.c")]
    [InlineData("src/x.c", "src/x.c", "src/x.c")]
    [InlineData("/dev/null", "b/x.c", "x.c")]
    [InlineData("/dev/null", "src/x.c", "src/x.c")]
    public void GitsPrefixesAreTakenOff(string before, string after, string path) =>
        Read($"diff --git x x\n--- {before}\n+++ {after}\n@@ -0,0 +1 @@\n+x\n").Files[0].Path.ShouldBe(path);

    [Fact]
    public void PartsOfAPatchForTheSameFileAreJoined()
    {
        const string Header = "--- a/x.c\n+++ b/x.c\n";

        Read($"{Header}@@ -9,0 +10,2 @@\n+x\n+y\n{Header}@@ -1,0 +2 @@\n+x\n@@ -2,0 +3,2 @@\n+y\n+z\n").Files.ShouldHaveSingleItem().Lines.ShouldBe([new(2, 4), new(10, 11)]);
    }

    [Theory]
    [InlineData("int main() {}\n", 0, "no unified diff")]
    [InlineData("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n", -1, "ends within a hunk")]
    [InlineData("--- a/x\n+++ b/x\n@@ -1 +1 @@\n*a\n", 28, "begins with none of")]
    [InlineData("--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-a\n-b\n", 33, "more lines than its header")]
    [InlineData("--- a/x\n+++ b/x\n@@ -1 +99999999999 @@\n", 16, "damaged header")]
    [InlineData("--- a/x\n+++ b/x\n@@ -1 +2147483647,2 @@\n", 16, "damaged header")]
    [InlineData("--- a/x\n+++ b/x\n@@ -1 +0,2 @@\n", 16, "damaged header")]
    [InlineData("--- a/x\n+++ b/x\n@@ -1 +-5 @@\n", 16, "damaged header")]
    [InlineData("@@ -1 +1 @@\n", 0, "without a file")]
    [InlineData("--- a/x\n+++ \"b/x\n", 8, "damaged quotes")]
    [InlineData("--- a/x\n+++ \"b/\\9\"\n", 8, "damaged quotes")]
    [InlineData("diff --cc x\n--- a/x\n+++ b/x\n@@@ -1 -1 +1 @@@\n", 28, "combined diffs")]
    public void ADamagedPatchIsMalformedAtAPlace(string text, int offset, string reason)
    {
        var exception = Should.Throw<MalformedDataException>(() => Read(text));

        exception.File.ShouldBe("x.diff");
        exception.Reason.ShouldContain(reason);
        if (offset >= 0)
        {
            exception.Offset.ShouldBe(offset);
        }
    }

    [Fact]
    public void LinesOfAnyLengthAreRead()
    {
        var line = new string('x', 300_000);

        Read($"--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n {line}\n+{line}\n").Files[0].Lines.ShouldBe([new LineRange(2, 2)]);
    }

    [Fact]
    public void TruncatedAndChangedPatchesGiveAPatchOrOurException()
    {
        var bytes = Encoding.UTF8.GetBytes(Git);
        var random = new Random(3);
        for (var i = 0; i < 30_000; i++)
        {
            var changed = bytes.AsSpan(0, i < bytes.Length ? i : bytes.Length).ToArray();
            if (i >= bytes.Length)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
                changed[random.Next(changed.Length)] = "@+- \n0"u8[random.Next(6)];
            }

            using var stream = new MemoryStream(changed);
            try
            {
                foreach (var file in Patch.Read(stream, "x").Files)
                {
                    file.Lines.ShouldAllBe(range => range.First > 0 && range.First <= range.Last);
                }
            }
            catch (MalformedDataException exception)
            {
                exception.Reason.ShouldNotBeEmpty();
            }
        }
    }

    private static Patch Read(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return Patch.Read(stream, "x.diff");
    }
}
