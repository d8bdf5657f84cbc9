namespace CovTools.MSBuild.Tests;

/// <summary>Parts of the outside world that a test needs. Missing: a skip on a person's machine, a failure with CI=true.</summary>
internal static class Components
{
    public static bool Has(string program) => Command.Run("/", "sh", ["-c", $"command -v {program}"]).ExitCode == 0;

    public static void RequireProgram(string name) => Require(Has(name), $"no {name} on the path (eng/install.sh)");

    public static void RequireTinytensor() =>
        Require(File.Exists(Repository.At("samples/tinytensor/build/tinytensor.abi3.so")), "samples/tinytensor is not built (samples/tinytensor/build.sh)");

    public static void RequireImage(string image) =>
        Require(Has("docker") && Command.Run("/", "docker", ["image", "inspect", image]).ExitCode == 0, $"no container engine with image {image} (eng/docker.sh)");

    private static void Require(bool present, string reason)
    {
        if (present)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            throw new InvalidOperationException(reason);
        }

        Assert.Skip(reason);
    }
}
