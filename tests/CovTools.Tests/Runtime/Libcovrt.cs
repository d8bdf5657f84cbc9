namespace CovTools.Tests.Runtime;

/// <summary>The libraries under test and the program that calls them as the driver does, built once per test run.</summary>
internal static class Libcovrt
{
    private static readonly Lazy<string> s_directory = new(() => TestFolders.Create("libcovrt"));
    private static readonly Lazy<string> s_x64 = new(() => Build("x64"));
    private static readonly Lazy<string> s_arm64 = new(() => Build("arm64"));
    private static readonly Lazy<string> s_drive = new(BuildDrive);

    public static string X64 => s_x64.Value;

    public static string Arm64 => s_arm64.Value;

    /// <summary>Gets the library for this machine.</summary>
    public static string Native => System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? Arm64 : X64;

    /// <summary>Runs tests/Fixtures/runtime/drive with these words; it has to succeed.</summary>
    public static string Drive(string directory, params string[] words) => NativeTools.Succeed(s_drive.Value, [Native, .. words], directory);

    public static string DriveProgram => s_drive.Value;

    private static string Build(string architecture)
    {
        var script = Path.Combine(NativeTools.RuntimeSources, "build-libcovrt.sh");
        var result = NativeTools.Run("/bin/sh", [script, s_directory.Value, architecture]);
        if (result.ExitCode == 4)
        {
            NativeTools.Missing(result.Error.Trim());
        }

        result.ExitCode.ShouldBe(0, result.Error);
        return Path.Combine(s_directory.Value, "linux-" + architecture, "libcovrt.so");
    }

    private static string BuildDrive()
    {
        var program = Path.Combine(s_directory.Value, "drive");
        var source = Path.Combine(NativeTools.Fixtures, "drive.c");
        NativeTools.Succeed(NativeTools.Require("cc"), ["-O1", "-Wall", "-Wextra", "-Werror", "-o", program, source, "-ldl"]);
        return program;
    }
}
