using CovTools.Cli.Coverage;

namespace CovTools.Cli.Tests.Coverage;

/// <summary>Patterns mean what they mean to llvm::Regex.</summary>
public sealed class PosixPatternTests
{
    [Theory]
    [InlineData("main", "/src/main.c", true)]
    [InlineData("^main", "/src/main.c", false)]
    [InlineData("\\.h$", "/src/a.h", true)]
    [InlineData("\\.h$", "/src/a.hpp", false)]
    [InlineData("\\d", "d", true)]
    [InlineData("\\d", "1", false)]
    [InlineData("[[:digit:]]+x", "a12x", true)]
    [InlineData("[^[:alpha:]/.]", "/src/a.h", false)]
    [InlineData("[]a]b", "]b", true)]
    [InlineData("[a\\]", "\\", true)]
    [InlineData("a{2}b", "caab", true)]
    [InlineData("a{2,}b", "cab", false)]
    [InlineData("a{b", "a{b", true)]
    [InlineData("^(one|two)/x$", "two/x", true)]
    [InlineData("(ab)\\1", "xabab", true)]
    [InlineData("(ab)\\1", "xabba", false)]
    [InlineData("a.c", "a\nc", true)]
    [InlineData("a$", "a\n", false)]
    [InlineData("MAIN", "main", false)]
    [InlineData("[=-]", "=", true)]
    public void APatternMatchesAsInLlvm(string pattern, string text, bool expected) =>
        PosixPattern.Parse("--name-regex", pattern).IsMatch(text).ShouldBe(expected);

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("(a", "a ( is not closed")]
    [InlineData("a)", "a ) has no (")]
    [InlineData("*a", "there is nothing that * could repeat")]
    [InlineData("a*?", "two repetitions")]
    [InlineData("(?:a)", "there is nothing that ? could repeat")]
    [InlineData("a||b", "an alternative is empty")]
    [InlineData("a{3,2}", "a repetition in {} is malformed")]
    [InlineData("a{256}", "a repetition is above 255")]
    [InlineData("[a", "a [ is not closed")]
    [InlineData("[z-a]", "the range z-a is empty")]
    [InlineData("[[:nothing:]]", "there is no class")]
    [InlineData("a\\", "it ends with \\")]
    [InlineData("\\1", "there is no group")]
    public void WhatIsNoPatternIsRefusedWithAReason(string pattern, string reason)
    {
        var refused = Should.Throw<UsageException>(() => PosixPattern.Parse("--name-regex", pattern));

        refused.Message.ShouldStartWith($"--name-regex: '{pattern}' is not a regular expression");
        refused.Message.ShouldContain(reason);
    }
}
