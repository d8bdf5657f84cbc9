namespace CovTools.Testing.Tests;

/// <summary>
/// Test projects of all frameworks in a solution, restored from freshly packed packages and built, once for all tests; and the instrumented libraries that they use.
/// </summary>
public sealed class Lab : IAsyncLifetime
{
    private const string Version = "0.1.0";

    private static readonly string s_assets = Path.Combine(AppContext.BaseDirectory, "Assets");

    private static readonly (string Name, string Properties, string[] Packages)[] s_projects =
    [
        ("WithXunit2", "", ["xunit:2.9.3", "xunit.runner.visualstudio:3.1.5"]),
        ("WithXunit3", "<OutputType>Exe</OutputType><UseMicrosoftTestingPlatformRunner>true</UseMicrosoftTestingPlatformRunner>", ["xunit.v3:3.2.2", "xunit.runner.visualstudio:4.0.1"]),
        ("WithMSTest", "", ["MSTest.TestFramework:4.4.0", "MSTest.TestAdapter:4.4.0"]),
        ("WithMSTestRunner", "<OutputType>Exe</OutputType><EnableMSTestRunner>true</EnableMSTestRunner>", ["MSTest.TestFramework:4.4.0", "MSTest.TestAdapter:4.4.0"]),
        ("WithNUnit", "<OutputType>Exe</OutputType><EnableNUnitRunner>true</EnableNUnitRunner>", ["NUnit:4.4.0", "NUnit3TestAdapter:5.2.0"]),
    ];

    private int _folders;

    /// <summary>The repository.</summary>
    internal static string Repository { get; } = FindRepository();

    /// <summary>Everything is below this folder.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("covtools-hooks-").FullName;

    /// <summary>The solution's folder.</summary>
    public string Solution => Path.Combine(Root, "solution");

    /// <summary>A library of LLVM 19.</summary>
    public string Library => Path.Combine(Root, "libprobe.so");

    /// <summary>The test program of xunit.v3, which runs by hand.</summary>
    public string Program => Path.Combine(Solution, "WithXunit3", "bin", "Debug", "net10.0", "WithXunit3");

    /// <summary>What every command gets.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; private set; } = new Dictionary<string, string?>();

    public async ValueTask InitializeAsync()
    {
        Components.Require("clang++-19", "llvm-profdata-19", "llvm-cov-19");
        Environment = new Dictionary<string, string?>
        {
            ["NUGET_PACKAGES"] = Path.Combine(Root, "cache"),
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["CI"] = null,
            ["COVTOOLS_TEST_RUN"] = null,
        };
        await CompileAsync("clang++-19", Library);
        await PackAsync();
        await WriteSolutionAsync();
        await Command.SucceedAsync(Solution, Environment, "dotnet", "build", "Frameworks.sln", "-v", "q");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>A folder that is not there yet.</summary>
    internal string NewFolder() => Path.Combine(Root, $"folder-{Interlocked.Increment(ref _folders)}");

    /// <summary>Compiles the library.</summary>
    internal async Task<string> CompileAsync(string compiler, string output, bool isInstrumented = true)
    {
        string[] instrumented = isInstrumented ? ["-fprofile-instr-generate", "-fcoverage-mapping"] : [];
        await Command.SucceedAsync(Root, Environment, compiler, ["-shared", "-fPIC", "-O0", .. instrumented, Path.Combine(s_assets, "probe.cpp"), "-o", output]);
        return output;
    }

    /// <summary>The environment with more in it.</summary>
    internal Dictionary<string, string?> With(params (string Name, string? Value)[] more)
    {
        var environment = Environment.ToDictionary();
        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        return environment;
    }

    /// <summary>Runs the test program by hand, under LLVM's own runtime: what its tests counted, by function.</summary>
    internal async Task<SortedDictionary<string, string>> RunByHandAsync(string tools, params (string Name, string? Value)[] more)
    {
        var folder = NewFolder();
        Directory.CreateDirectory(folder);
        await Command.SucceedAsync(folder, With([.. more, ("LLVM_PROFILE_FILE", Path.Combine(folder, "%p-%m.profraw"))]), Program);
        var merged = Path.Combine(folder, "merged.profdata");
        await Command.SucceedAsync(folder, Environment, $"llvm-profdata-{tools}", ["merge", .. Directory.GetFiles(folder, "*.profraw"), "-o", merged]);
        return await CountsAsync(merged, tools);
    }

    /// <summary>What LLVM's tool reads in a profile: counters by function.</summary>
    internal async Task<SortedDictionary<string, string>> CountsAsync(string profile, string tools = "19")
    {
        var text = Path.Combine(Root, $"{Guid.NewGuid():n}.proftext");
        await Command.SucceedAsync(Root, Environment, $"llvm-profdata-{tools}", "merge", "--text", profile, "-o", text);
        var lines = await File.ReadAllLinesAsync(text);
        var functions = string.Join('\n', lines.Where(line => !line.StartsWith('#') && !line.StartsWith(':'))).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        return new SortedDictionary<string, string>(functions.Select(function => function.Trim('\n').Split('\n', 2)).ToDictionary(parts => parts[0], parts => parts[1]), StringComparer.Ordinal);
    }

    /// <summary>Profiles of the test projects in a folder of results, by project.</summary>
    internal static SortedDictionary<string, string> Profiles(string results)
    {
        using var _ = FolderLock.Take(results);
        return new SortedDictionary<string, string>(
            TestRunFolder.Open(results).Sessions().ToDictionary(session => session.Project, session => session.ProfilePath), StringComparer.Ordinal);
    }

    /// <summary>What was counted, but for the function that runs only when a process comes to a normal end.</summary>
    internal static SortedDictionary<string, string> WithoutEnd(SortedDictionary<string, string> counts) =>
        new(counts.Where(pair => !pair.Key.Contains("at_end", StringComparison.Ordinal)).ToDictionary(), StringComparer.Ordinal);

    /// <summary>A part of the solution.</summary>
    internal async Task<string> FilterAsync(string name, params IEnumerable<string> projects)
    {
        await File.WriteAllTextAsync(Path.Combine(Solution, name), $$"""
            { "solution": { "path": "Frameworks.sln", "projects": [ {{string.Join(", ", projects.Select(project => $"\"{project}/{project}.csproj\""))}} ] } }
            """);
        return name;
    }

    private async Task PackAsync()
    {
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        foreach (var project in new[] { "CovTools", "CovTools.Testing" })
        {
            await Command.SucceedAsync(
                Repository, Environment, "dotnet", "pack", $"src/{project}", "-c", configuration, "--no-build", "-o", Path.Combine(Root, "packages"), "-v", "q", "-p:EnablePackageValidation=false");
        }
    }

    private async Task WriteSolutionAsync()
    {
        Directory.CreateDirectory(Solution);

        // Packages of others may come from the user's folder; ours cannot, since it is looked at first where they are new.
        await File.WriteAllTextAsync(Path.Combine(Solution, "NuGet.config"), $"""
            <configuration>
              <packageSources><add key="packed" value="{Path.Combine(Root, "packages")}" /></packageSources>
            </configuration>
            """);
        foreach (var (name, properties, packages) in s_projects)
        {
            var folder = Directory.CreateDirectory(Path.Combine(Solution, name)).FullName;
            File.Copy(Path.Combine(s_assets, "Probe.cs"), Path.Combine(folder, "Probe.cs"));
            File.Copy(Path.Combine(s_assets, $"{name.Replace("Runner", "", StringComparison.Ordinal)}.cs"), Path.Combine(folder, "ProbeTests.cs"));
            await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.csproj"), Project(properties, [.. packages, "Microsoft.NET.Test.Sdk:18.11.0", $"CovTools.Testing:{Version}"]));
        }

        await Command.SucceedAsync(Solution, Environment, "dotnet", "new", "sln", "-n", "Frameworks", "-f", "sln");
        await Command.SucceedAsync(Solution, Environment, "dotnet", ["sln", "Frameworks.sln", "add", .. s_projects.Select(project => project.Name)]);
    }

    private string Project(string properties, IEnumerable<string> packages) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
            <NuGetAudit>false</NuGetAudit>
            {properties}
          </PropertyGroup>
          <ItemGroup>
            {string.Join("\n    ", packages.Select(package => package.Split(':')).Select(parts => $"<PackageReference Include=\"{parts[0]}\" Version=\"{parts[1]}\" />"))}
            <None Include="{Library}" CopyToOutputDirectory="PreserveNewest" />
            <CovThreshold Include="lines" Metric="line" Minimum="$(WantedLines)" Condition="'$(WantedLines)' != ''" />
            <CovTestFormat Include="cobertura" />
          </ItemGroup>
        </Project>
        """;

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CovTools.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("the repository is not above the tests");
    }
}
