using System.Diagnostics;
using System.Text.Json;

namespace CovTools.Cli.Tests;

/// <summary>LLVM's own tools of the release that builds the samples: what is right is what they say.</summary>
internal static class LlvmTools
{
    public const string Profdata = "llvm-profdata-19";

    public const string Cov = "llvm-cov-19";

    private static readonly string[] s_metrics = ["lines", "regions", "functions", "branches"];

    /// <summary>The sample library's two modules.</summary>
    public static IReadOnlyList<string> TinytensorModules { get; } =
        [.. new[] { "libtinytensor_core.so", "tinytensor.abi3.so" }.Select(name => Path.Combine(Repository.Root, "samples/tinytensor/build", name))];

    public static void Require()
    {
        Components.RequireProgram(Profdata);
        Components.RequireProgram(Cov);
    }

    /// <summary>What <c>llvm-profdata show</c> says of a profile that it can read.</summary>
    public static Task<string> ShowAsync(string profile) => CaptureAsync(Profdata, "show", profile);

    /// <summary>Covered and total by metric, as <c>llvm-cov export</c> counts them.</summary>
    public static async Task<IReadOnlyDictionary<string, (long Covered, long Total)>> TotalsAsync(string profile, IReadOnlyList<string> objects)
    {
        string[] arguments = ["export", "-summary-only", $"-instr-profile={profile}", objects[0], .. objects.Skip(1).SelectMany(path => new[] { "-object", path })];
        using var document = JsonDocument.Parse(await CaptureAsync(Cov, arguments));
        var totals = document.RootElement.GetProperty("data")[0].GetProperty("totals");
        return s_metrics.ToDictionary(
            name => name,
            name => (totals.GetProperty(name).GetProperty("covered").GetInt64(), totals.GetProperty(name).GetProperty("count").GetInt64()));
    }

    /// <summary>The same of a point of the tool's JSON document.</summary>
    public static IReadOnlyDictionary<string, (long Covered, long Total)> Totals(JsonElement point) => s_metrics.ToDictionary(
        name => name,
        name => (point.GetProperty(name).GetProperty("covered").GetInt64(), point.GetProperty(name).GetProperty("total").GetInt64()));

    public static async Task<string> CaptureAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {await error}");
        return output;
    }
}
