using System.Diagnostics;

namespace CovTools.Cli.Tests;

/// <summary>Parts of the outside world that a test needs. Missing: a skip on a person's machine, a failure with CI=true.</summary>
internal static class Components
{
    public static bool IsRequired => Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>The sample library tinytensor, built.</summary>
    public static void RequireTinytensor() =>
        Require(Directory.Exists(Path.Combine(Repository.Root, "samples/tinytensor/build")), "samples/tinytensor is not built (samples/tinytensor/build.sh)");

    /// <summary>The sample library torch-ops, built.</summary>
    public static void RequireTorchOps() =>
        Require(Directory.Exists(Path.Combine(Repository.Root, "samples/torch-ops/build")), "samples/torch-ops is not built (samples/torch-ops/build.sh)");

    /// <summary>A container engine with an image.</summary>
    public static void RequireImage(string image) =>
        Require(Succeeds("docker", "image", "inspect", image), $"no container engine with image {image} (eng/docker.sh)");

    /// <summary>A program on the path.</summary>
    public static void RequireProgram(string name) => Require(Succeeds("sh", "-c", $"command -v {name}"), $"no {name} on the path (eng/install.sh)");

    private static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment.TryAdd("DOCKER_API_VERSION", "1.41");
            using var process = Process.Start(start)!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Anything else that may be missing.</summary>
    public static void Require(bool present, string reason)
    {
        if (present)
        {
            return;
        }

        if (IsRequired)
        {
            throw new InvalidOperationException(reason);
        }

        Assert.Skip(reason);
    }
}
