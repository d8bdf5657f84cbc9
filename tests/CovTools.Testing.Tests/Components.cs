namespace CovTools.Testing.Tests;

/// <summary>Programs that tests need besides .NET.</summary>
internal static class Components
{
    /// <summary>Skips the test on a person's machine that lacks a program; fails it where everything must be there.</summary>
    public static void Require(params string[] programs)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        foreach (var program in programs.Where(program => !folders.Any(folder => File.Exists(Path.Combine(folder, program)))))
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"{program} is missing; eng/install.sh clang installs it");
            Assert.Skip($"{program} is missing; eng/install.sh clang installs it");
        }
    }
}
