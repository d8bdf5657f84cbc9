using System.Text.Json.Nodes;
using CovTools.Tests.Runtime;

namespace CovTools.Tests.Driver;

/// <summary>The library under test of these tests (tests/Fixtures/driver): built once, and the start message that imports it.</summary>
internal static class CountedLibrary
{
    private static readonly Lazy<string> s_shared = new(Build);

    public static string Folder { get; } = Path.GetFullPath(Path.Combine(NativeTools.Fixtures, "..", "driver"));

    public static string Scripts => Path.Combine(Folder, "scripts");

    public static string Shared => s_shared.Value;

    /// <summary>A start message with everything that the scripts need; callers change what they test.</summary>
    public static JsonObject Start(string isolation = "fork") => new()
    {
        ["op"] = "start",
        ["protocol"] = 1,
        ["run"] = "test",
        ["corpus"] = Scripts,
        ["workers"] = 1,
        ["modules"] = new JsonArray("counted"),
        ["inject"] = new JsonObject(),
        ["pythonPath"] = new JsonArray(Folder),
        ["python"] = "",
        ["environment"] = new JsonObject { ["COUNTED_LIBRARY"] = Shared },
        ["command"] = new JsonArray(),
        ["libcovrt"] = Libcovrt.Native,
        ["capture"] = "memory",
        ["isolation"] = isolation,
        ["timeout"] = 30,
        ["startTimeout"] = 60,
        ["memory"] = 1L << 30,
        ["fileSize"] = 32 << 20,
        ["tail"] = 8192,
        ["scratch"] = "",
    };

    /// <summary>A driver with this start message; returns it when it is ready.</summary>
    public static async Task<(DriverHarness Driver, DriverMessage Ready)> StartAsync(JsonObject start)
    {
        var driver = new DriverHarness();
        await driver.NextAsync("hello");
        await driver.SendAsync(start);
        return (driver, await driver.NextAsync("ready"));
    }

    /// <summary>An empty directory for a corpus of a test's own.</summary>
    public static string NewCorpus(params (string Name, string Text)[] scripts)
    {
        var directory = TestFolders.Create("corpus");
        foreach (var (name, text) in scripts)
        {
            File.WriteAllText(Path.Combine(directory, name), text);
        }

        return directory;
    }

    private static string Build()
    {
        var file = Path.Combine(TestFolders.Create("counted"), "libcounted.so");
        string[] arguments = ["-O1", "-g", "-fPIC", "-shared", "-fprofile-instr-generate", "-fcoverage-mapping", "-Wl,--build-id", "-pthread", "-o", file];
        NativeTools.Succeed(NativeTools.Require("clang-19"), [.. arguments, Path.Combine(Folder, "counted.c")]);
        return file;
    }
}
