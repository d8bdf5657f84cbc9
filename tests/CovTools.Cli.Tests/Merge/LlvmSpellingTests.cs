using CovTools.Cli.Merge;

namespace CovTools.Cli.Tests.Merge;

/// <summary>Command lines of llvm-profdata merge mean the same here.</summary>
public sealed class LlvmSpellingTests
{
    [Theory]
    [InlineData("-sparse a b -o out", "--sparse=true --output=out -- a b")]
    [InlineData("a -output=out b", "--output=out -- a b")]
    [InlineData("-o=out -sparse=0 a", "--output=out --sparse=false -- a")]
    [InlineData("-j 4 -f list -failure-mode=all", "--num-threads=4 --input-files=list --failure-mode=all --")]
    [InlineData("-weighted-input=3,a --weighted-input 4,b", "--weighted-input=3,a --weighted-input=4,b --")]
    [InlineData("-num-threads=1 -num-threads=2 a", "--num-threads=2 -- a")]
    [InlineData("-o - a", "--output=- -- a")]
    [InlineData("-text -- -sparse", "--text=true -- -sparse")]
    [InlineData("-instr -extbinary a", "--instr=true --extbinary=true -- a")]
    [InlineData("-function=a=b:c a", "--function=a=b:c -- a")]
    [InlineData("-sparse true", "--sparse=true -- true")]
    [InlineData("- @list", "-- - @list")]
    [InlineData("a -help", "--help")]
    public void EverySpellingBecomesOne(string given, string expected) =>
        string.Join(' ', new LlvmSpelling(MergeCommand.Create(), RefusedOptions.Merge).Translate(given.Split(' '))).ShouldBe(expected);

    [Theory]
    [InlineData("-sample a", "-sample: this tool merges instrumentation profiles only")]
    [InlineData("--debug-info=x a", "--debug-info: profiles that are correlated by debug info cannot be read")]
    [InlineData("-memprof-version=3", "-memprof-version: this tool knows instrumentation profiles only")]
    [InlineData("-gcc", "-gcc: this tool merges instrumentation profiles only")]
    [InlineData("-sparze a", "-sparze: there is no such option")]
    [InlineData("-j1 a", "-j1: there is no such option")]
    [InlineData("-o", "-o: a value is missing")]
    [InlineData("-sparse=maybe", "-sparse: 'maybe' is neither true nor false")]
    public void WhatCannotBeIsRefusedWithAReason(string given, string message) =>
        Should.Throw<UsageException>(() => new LlvmSpelling(MergeCommand.Create(), RefusedOptions.Merge).Translate(given.Split(' '))).Message.ShouldStartWith(message);
}
