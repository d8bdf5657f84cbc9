namespace CovTools.MSBuild.Tests;

/// <summary>A project in a fresh folder that takes the packed package.</summary>
internal sealed class Consumer : IDisposable
{
    private readonly PackedPackages _packages;
    private readonly TemporaryFolder _folder = new();

    public Consumer(PackedPackages packages)
    {
        _packages = packages;
        packages.Configure(_folder.Path);
    }

    public string Root => _folder.Path;

    public string this[string name] => _folder[name];

    /// <summary>Writes a library project.</summary>
    /// <param name="content">What is in it besides the package.</param>
    /// <param name="name">Its path without the extension.</param>
    /// <param name="frameworks">Its target frameworks.</param>
    public string Project(string content, string name = "app", string frameworks = "net10.0")
    {
        var path = this[name + ".csproj"];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(
            path,
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework{(frameworks.Contains(';', StringComparison.Ordinal) ? "s" : "")}>{frameworks}</TargetFramework{(frameworks.Contains(';', StringComparison.Ordinal) ? "s" : "")}>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="CovTools.MSBuild" Version="0.1.0" PrivateAssets="all" />
              </ItemGroup>
              {content}
            </Project>

            """);
        return path;
    }

    /// <summary>Runs <c>dotnet</c> in the folder.</summary>
    public CommandResult Dotnet(params string[] arguments) => Command.Run(Root, "dotnet", arguments, _packages.Environment);

    /// <summary>The same, with the tools that are installed for the user on the path.</summary>
    public CommandResult WithTools(params string[] arguments) => Command.Run(
        Root,
        "dotnet",
        arguments,
        new Dictionary<string, string>(_packages.Environment) { ["PATH"] = $"{_packages.Environment["DOTNET_CLI_HOME"]}/.dotnet/tools:{Environment.GetEnvironmentVariable("PATH")}" });

    /// <summary>Runs targets, after a restore when there was none; detailed, so that what ran is seen.</summary>
    public CommandResult Target(string targets, params string[] options)
    {
        var project = options.FirstOrDefault(static option => option.EndsWith("proj", StringComparison.Ordinal)) ?? this["app.csproj"];
        if (!File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "obj/project.assets.json")))
        {
            Dotnet("restore", project, "-v", "q").Succeeds();
        }

        return Dotnet(["msbuild", project, $"-t:{targets}", "-v:detailed", "-nodeReuse:false", .. options.Where(option => option != project)]);
    }

    /// <summary>Starts <c>dotnet</c>.</summary>
    public (System.Diagnostics.Process Process, ProcessOutput Output) Start(string program, params string[] arguments) => Command.Start(Root, program, arguments, _packages.Environment);

    public void Dispose() => _folder.Dispose();
}
