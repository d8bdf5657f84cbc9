using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace CovTools.Cli.Tests;

/// <summary>The processes of a run on this machine, found by what marks them in their environment.</summary>
internal static partial class RunProcesses
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    /// <summary>Ids of all processes of a run.</summary>
    public static IReadOnlyList<int> Of(string runId) => [.. All().Where(id => HasVariable(id, "COVTOOLS_RUN=" + runId))];

    /// <summary>The driver of a run, or null.</summary>
    public static int? Driver(string runId) =>
        Of(runId).Where(id => Arguments(id) is [_, var folder] && folder.Contains("covtools", StringComparison.Ordinal)).Select(id => (int?)id).FirstOrDefault();

    /// <summary>The workers that are children of a run's driver: its zygotes.</summary>
    public static IReadOnlyList<int> Zygotes(string runId) =>
        Driver(runId) is { } driver ? [.. Of(runId).Where(id => Parent(id) == driver && Arguments(id).Contains("--worker"))] : [];

    public static void Send(int process, int signal) => SendSignal(process, signal).ShouldBe(0, $"signal {signal} to {process}");

    /// <summary>Waits until nothing of a run is left.</summary>
    public static Task RequireNoneAsync(string runId) => EventuallyAsync(
        () => Of(runId).Count == 0,
        () => string.Join('\n', Of(runId).Select(id => $"{id}: {string.Join(' ', Arguments(id))}")));

    /// <summary>Waits for something that a running tool is to bring about; when the tool ends before, what it printed is the message.</summary>
    public static async Task WhileRunningAsync(Process tool, Func<bool> condition, string what)
    {
        await EventuallyAsync(() => condition() || tool.HasExited, () => what);
        if (!condition())
        {
            Assert.Fail($"the tool ended before: {what}\n{await Tool.FinishAsync(tool)}");
        }
    }

    private static async Task EventuallyAsync(Func<bool> condition, Func<string> explain)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > s_patience)
            {
                Assert.Fail($"not within {s_patience}: {explain()}");
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int process, int signal);

    private static IEnumerable<int> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                yield return id;
            }
        }
    }

    private static bool HasVariable(int id, string variable) => Read(id, "environ").Split('\0').Contains(variable);

    private static string[] Arguments(int id) => Read(id, "cmdline").TrimEnd('\0').Split('\0');

    private static int Parent(int id)
    {
        var stat = Read(id, "stat");
        return stat.Length == 0 ? -1 : int.Parse(stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static string Read(int id, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/{file}"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
            return "";
        }
    }
}
