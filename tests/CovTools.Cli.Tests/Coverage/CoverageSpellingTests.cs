using CovTools.Cli.Coverage;

namespace CovTools.Cli.Tests.Coverage;

/// <summary>Command lines of llvm-cov mean the same here.</summary>
public sealed class CoverageSpellingTests
{
    [Theory]
    [InlineData("prog -instr-profile=p", "--instr-profile=p -- prog")]
    [InlineData("prog -instr-profile p -object lib.so -object=b a.c b.c", "--instr-profile=p --object=lib.so --object=b -- prog a.c b.c")]
    [InlineData("-object x -instr-profile=p -sources a.c -use-color b.c", "--object=x --instr-profile=p --sources=a.c --use-color=true --sources=b.c --")]
    [InlineData("prog --sources=a.c b.c", "--sources=a.c --sources=b.c -- prog")]
    [InlineData("prog -ignore-filename-regex=a -ignore-filename-regex b", "--ignore-filename-regex=a --ignore-filename-regex=b -- prog")]
    [InlineData("prog -show-branches=count -show-regions=0", "--show-branches=count --show-regions=false -- prog")]
    [InlineData("prog -Xdemangler c++filt -Xdemangler -n", "--Xdemangler=c++filt --Xdemangler=-n -- prog")]
    [InlineData("prog -name-whitelist=list", "--name-allowlist=list -- prog")]
    [InlineData("prog -j 4 -dump", "--num-threads=4 --dump=true -- prog")]
    [InlineData("prog -help", "--help")]
    public void EverySpellingBecomesOne(string given, string expected) =>
        string.Join(' ', CoverageVerb.Translate(ShowCommand.Create(), given.Split(' '))).ShouldBe(expected);

    [Theory]
    [InlineData("prog -output-dir=x", "-output-dir: this tool writes one text")]
    [InlineData("prog -project-title=x", "-project-title: pages (HTML) are not in this release")]
    [InlineData("prog -debuginfod", "-debuginfod: binaries are not looked up by build id")]
    [InlineData("prog -show-brunches=count", "-show-brunches: there is no such option")]
    [InlineData("prog -object", "-object: a value is missing")]
    [InlineData("prog -show-regions=perhaps", "-show-regions: 'perhaps' is neither true nor false")]
    public void WhatCannotBeIsRefusedWithAReason(string given, string message) =>
        Should.Throw<UsageException>(() => CoverageVerb.Translate(ShowCommand.Create(), given.Split(' '))).Message.ShouldStartWith(message);
}
