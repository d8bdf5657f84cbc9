using System.Globalization;
using CovTools.Coverage;
using CovTools.Mapping;
using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Tests.Coverage;
using CovTools.Tests.Modules;

namespace CovTools.Tests.Objects;

/// <summary>What is read from files of every format is what llvm-cov reads from them.</summary>
[Collection("LLVM tools")]
public sealed class ObjectFilesTests
{
    public static TheoryData<string> Targets => [.. ForeignObjects.Targets];

    [Theory]
    [MemberData(nameof(Targets))]
    public void ObjectsForOtherSystemsGiveLlvmCovsNumbers(string target) => ShouldAgree(ForeignObjects.Objects(target));

    [Theory]
    [InlineData("x86_64")]
    [InlineData("arm64")]
    public void LibrariesForMacOSGiveLlvmCovsNumbers(string architecture) => ShouldAgree([ForeignObjects.Library(architecture)]);

    [Theory]
    [InlineData("x86_64")]
    [InlineData("i686")]
    [InlineData("aarch64")]
    public void LibrariesForWindowsGiveLlvmCovsNumbers(string processor) => ShouldAgree([ForeignObjects.Image(processor)]);

    [Theory]
    [InlineData("x86_64")]
    [InlineData("arm64")]
    public void ASliceOfAUniversalFileGivesLlvmCovsNumbers(string architecture) =>
        ShouldAgree([ForeignObjects.Universal("libboth.dylib", ForeignObjects.Library("x86_64"), ForeignObjects.Library("arm64"))], architecture);

    [Fact]
    public void ArchivesInAUniversalFileGiveLlvmCovsNumbers()
    {
        string Archive(string architecture) =>
            ForeignObjects.Archive($"{architecture}-darwin.a", ForeignObjects.Objects($"{architecture}-apple-macos11"), "--format=darwin");

        ShouldAgree([ForeignObjects.Universal("both.a", Archive("x86_64"), Archive("arm64"))], "arm64");
    }

    [Theory]
    [InlineData("gnu", "x86_64-linux-gnu")]
    [InlineData("bsd", "x86_64-linux-gnu")]
    [InlineData("coff", "x86_64-pc-windows-msvc")]
    [InlineData("thin", "x86_64-linux-gnu")]
    public void ArchivesGiveLlvmCovsNumbers(string kind, string target)
    {
        var archive = ForeignObjects.Archive($"{kind}.a", ForeignObjects.Objects(target), kind == "thin" ? "--thin" : $"--format={kind}");

        ShouldAgree([archive]);
    }

    [Theory]
    [InlineData("-ffunction-sections")]
    [InlineData("-gz=zlib")]
    [InlineData("-mbig-obj")]
    public void OtherLayoutsGiveLlvmCovsNumbers(string flag) =>
        ShouldAgree([ForeignObjects.Compile("second.cpp", flag == "-mbig-obj" ? "x86_64-pc-windows-msvc" : "x86_64-linux-gnu", flag == "-mbig-obj" ? "-Wa,-mbig-obj" : flag)]);

    [Theory]
    [InlineData("dylib")]
    [InlineData("dll")]
    [InlineData("objects")]
    public void WhatIsKeptForReportsIsAnElfFileThatLlvmCovReads(string kind)
    {
        var file = kind switch
        {
            "dylib" => ForeignObjects.Library("arm64"),
            "dll" => ForeignObjects.Image("i686"),
            _ => ForeignObjects.Objects("aarch64-pc-windows-msvc")[1],
        };
        var kept = Toolchain.Build($"kept-{kind}.elf", path =>
        {
            using var stream = File.Create(path);
            CoverageObjectWriter.Write(Open(file).Single(), stream);
        });

        Open(kept).Single().BuildId.ShouldBe(Open(file).Single().BuildId);
        Open(kept).Single().Format.ShouldBe(ObjectFormat.Elf);
        Open(kept).Single().Architecture.ShouldBe(Open(file).Single().Architecture);
        ShouldAgree([kept]);
    }

    [Fact]
    public void BuildIdsAreTheOnesThatLlvmPrints()
    {
        Convert.ToHexStringLower(Printed("/usr/bin/llvm-objdump-19", ["--macho", "--all-headers"], ForeignObjects.Library("arm64"), "uuid ").ToByteArray(bigEndian: true))
            .ShouldBe(Open(ForeignObjects.Library("arm64")).Single().BuildId);
        Convert.ToHexStringLower(Printed("/usr/bin/llvm-readobj-19", ["--coff-debug-directory"], ForeignObjects.Image("x86_64"), "PDBGUID: ").ToByteArray())
            .ShouldBe(Open(ForeignObjects.Image("x86_64")).Single().BuildId);
        Open(ForeignObjects.Objects("x86_64-pc-windows-msvc")[0]).Single().BuildId.ShouldBeEmpty();
    }

    [Fact]
    public void AUniversalFileSaysWhichProcessorsItHas()
    {
        var file = ForeignObjects.Universal("libboth.dylib", ForeignObjects.Library("x86_64"), ForeignObjects.Library("arm64"));

        Should.Throw<MalformedDataException>(() => Open(file)).Reason.ShouldContain("x86_64, arm64");
        Should.Throw<MalformedDataException>(() => Open(file, "riscv64")).Reason.ShouldContain("x86_64, arm64");
    }

    [Theory]
    [InlineData("x86_64-linux-gnu", "amd64", true)]
    [InlineData("arm64-apple-macos11", "arm64", true)]
    [InlineData("i686-pc-windows-msvc", "i386", true)]
    [InlineData("s390x-linux-gnu", "x86_64", false)]
    public void TheProcessorMustFit(string target, string architecture, bool fits)
    {
        var file = ForeignObjects.Objects(target)[0];
        if (fits)
        {
            Open(file, architecture).Count.ShouldBe(1);
        }
        else
        {
            Should.Throw<MalformedDataException>(() => Open(file, architecture)).Reason.ShouldContain("s390x");
        }
    }

    [Fact]
    public void AMemberThatIsNoObjectCostsThatMember()
    {
        var text = Toolchain.Build("notes.txt", path => File.WriteAllText(path, "these are no machine instructions, whatever the archive may say"));
        var archive = ForeignObjects.Archive("mixed.a", [text, .. ForeignObjects.Objects("x86_64-linux-gnu")]);
        using var source = new FileByteSource(archive);
        using var set = ObjectFiles.Open(source);

        set.Files.Count.ShouldBe(2);
        set.LeftOut.ShouldHaveSingleItem().ShouldContain("mixed.a(notes.txt)");
    }

    private static List<IObjectFile> Open(string path, string architecture = "")
    {
        var source = new FileByteSource(path);
        return [.. ObjectFiles.Open(source, architecture).Files];
    }

    private static void ShouldAgree(string[] files, string architecture = "")
    {
        var tools = LlvmTools.Require(19);
        var objects = files.SelectMany(file => Open(file, architecture)).ToList();
        var mapping = CoverageMapping.Load([.. objects.Select(MappingSections.Read)], TestContext.Current.CancellationToken);
        mapping.Diagnostics.ShouldBeEmpty();
        mapping.Functions.Count.ShouldBeGreaterThan(1);
        for (var seed = 1; seed < 6; seed++)
        {
            var profile = Profile(mapping, new Random(seed));
            var ours = new CoverageSummarizer(mapping, new LlvmRelease(19), TestContext.Current.CancellationToken).Summarize(profile);
            var theirs = tools.Summarize(profile, files, architecture.Length == 0 ? [] : ["-arch", architecture]);

            ours.Totals.Lines.Total.ShouldBeGreaterThan(0);
            ours.Files.ShouldBe(theirs.Files);
            ours.Totals.ShouldBe(theirs.Totals);
        }
    }

    /// <summary>Made-up counters for every function of a mapping.</summary>
    private static TextCounters Profile(CoverageMapping mapping, Random random)
    {
        var text = new System.Text.StringBuilder();
        var buffer = new FunctionMapping();
        for (var i = 0; i < mapping.Functions.Count; i++)
        {
            mapping.Decode(i, buffer);
            var counters = buffer.Regions.ToArray().SelectMany(region => new[] { region.Count, region.FalseCount })
                .Concat(buffer.Expressions.ToArray().SelectMany(expression => new[] { expression.Left, expression.Right }))
                .Where(counter => counter.Kind == CounterKind.Value).Select(counter => counter.Index + 1).Append(1U).Max();
            text.Append(CultureInfo.InvariantCulture, $"{mapping.NameOf(i)}\n{mapping.Functions[i].FunctionHash}\n{counters}\n");
            text.AppendJoin('\n', Enumerable.Range(0, (int)counters).Select(_ => random.Next(4).ToString(CultureInfo.InvariantCulture))).Append("\n\n");
        }

        return TextCounters.Parse(text.ToString());
    }

    /// <summary>The identity that one of LLVM's tools prints behind <paramref name="label"/>.</summary>
    private static Guid Printed(string tool, string[] options, string file, string label)
    {
        var line = ToolRunner.Run(tool, [.. options, file]).Split('\n').First(line => line.Contains(label, StringComparison.Ordinal));
        return Guid.Parse(line[(line.IndexOf(label, StringComparison.Ordinal) + label.Length)..].Trim());
    }
}
