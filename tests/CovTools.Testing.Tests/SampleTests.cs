namespace CovTools.Testing.Tests;

/// <summary>The sample dotnet-native, as its page says.</summary>
[Collection(LabCollection.Name)]
public sealed class SampleTests(Lab lab)
{
    [Fact]
    public async Task TheSampleTestsReportsAndGates()
    {
        var folder = Path.Combine(lab.Root, "sample", "dotnet-native");
        Copy(Path.Combine(Lab.Repository, "samples", "dotnet-native"), folder);
        Directory.CreateDirectory(Path.Combine(lab.Root, "_result"));
        Directory.CreateSymbolicLink(Path.Combine(lab.Root, "_result", "packages"), Path.Combine(lab.Root, "packages"));

        var good = await Command.RunAsync(folder, lab.Environment, "dotnet", "test", "-p:CovToolsCollectNative=true");
        var bad = await Command.RunAsync(folder, lab.Environment, "dotnet", "test", "-p:CovToolsCollectNative=true", "-p:WantedLines=100", "--no-build");

        good.ExitCode.ShouldBe(0, good.Output);
        good.Output.ShouldContain("LLVM coverage of 1 test project: line ");
        var table = await File.ReadAllTextAsync(Path.Combine(folder, "TestResults", "native-coverage", "coverage.txt"), TestContext.Current.CancellationToken);
        table.ShouldContain("geometry.cpp");
        bad.ExitCode.ShouldBe(1, bad.Output);
        bad.Output.ShouldContain("error COV4501: coverage is below the threshold: total: line ");
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.GetDirectories(from).Where(folder => Path.GetFileName(folder) is not ("bin" or "obj" or "TestResults")))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
