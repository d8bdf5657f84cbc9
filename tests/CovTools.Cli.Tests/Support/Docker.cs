using System.Diagnostics;

namespace CovTools.Cli.Tests;

/// <summary>The container engine as its own command line shows it.</summary>
internal static class Docker
{
    /// <summary>The sample's image; COVTOOLS_TINYTENSOR_IMAGE names another where an engine is shared with other checkouts.</summary>
    public static string Image { get; } = Environment.GetEnvironmentVariable("COVTOOLS_TINYTENSOR_IMAGE") is { Length: > 0 } image ? image : "covtools/tinytensor";

    public static string[] Options { get; } = ["--host", "docker", "--image", Image];

    public static void Require()
    {
        Components.RequireTinytensor();
        Components.RequireImage(Image);
    }

    /// <summary>Ids of the containers that carry our label and belong to a process, running or not.</summary>
    public static IReadOnlyList<string> ContainersOf(int process) => List("-a", "--filter", $"label=covtools.pid={process}");

    /// <summary>Ids of the running containers of a process.</summary>
    public static IReadOnlyList<string> RunningOf(int process) => List("--filter", $"label=covtools.pid={process}");

    public static string Call(params string[] arguments)
    {
        var start = new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.TryAdd("DOCKER_API_VERSION", "1.41");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"docker {string.Join(' ', arguments)}: {error}");
        return output;
    }

    private static string[] List(params string[] arguments) =>
        Call(["ps", "-q", "--filter", "label=covtools.run", .. arguments]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
