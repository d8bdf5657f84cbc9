using System.IO.Compression;
using CovTools.Execution;
using CovTools.Tests.Driver;

namespace CovTools.Tests.Runtime;

/// <summary>How the Python module gets to its users.</summary>
public sealed class CovtoolsPackageTests
{
    private static readonly Lazy<string[]> s_wheels = new(BuildWheels);

    [Fact]
    public void TheWheelIsOneThatWorks()
    {
        var folder = TestFolders.Create("installed");
        ZipFile.ExtractToDirectory(Wheel("x86_64"), folder);
        var record = File.ReadAllLines(Directory.EnumerateFiles(folder, "RECORD", SearchOption.AllDirectories).ShouldHaveSingleItem());
        record.Length.ShouldBe(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count());
        foreach (var line in record.Where(line => !line.EndsWith(",,", StringComparison.Ordinal)))
        {
            var fields = line.Split(',');
            var bytes = File.ReadAllBytes(Path.Combine(folder, fields[0]));
            var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(bytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
            fields[1..].ShouldBe([$"sha256={hash}", $"{bytes.Length}"]);
        }

        var environment = new Dictionary<string, string> { ["PYTHONPATH"] = folder };
        var code = "import ctypes, sys, covtools; ctypes.CDLL(sys.argv[1]).plugin_work(3); print(covtools.covered() > 2, covtools.total() == covtools.modules()[0].total)";
        NativeTools.Succeed(DriverHarness.Python, ["-c", code, InstrumentedProgram.Build("19").Plugin], folder, environment).ShouldBe("True True\n");
    }

    [Fact]
    public void TheCoreLibraryGivesAFolderThatPythonTakes()
    {
        var folder = EmbeddedRuntime.ExtractPythonModule();

        var environment = new Dictionary<string, string> { ["PYTHONPATH"] = folder };
        NativeTools.Succeed(DriverHarness.Python, ["-B", "-c", "import covtools; print(covtools.__file__, covtools.total())"], folder, environment)
            .ShouldBe($"{folder}/covtools/__init__.py 0\n");
    }

    [Fact]
    public void TheSameSourcesGiveTheSameBytes()
    {
        var again = BuildWheels();

        again.Select(Path.GetFileName).ShouldBe(s_wheels.Value.Select(Path.GetFileName));
        File.ReadAllBytes(again[0]).ShouldBe(File.ReadAllBytes(s_wheels.Value[0]));
    }

    [Fact]
    public void ThePackageIsWrittenForPython38()
    {
        var code = "import ast, glob, sys\nfor name in glob.glob(sys.argv[1] + '/**/*.py', recursive=True): ast.parse(open(name, encoding='utf-8').read(), name, feature_version=(3, 8)); print(name)";

        NativeTools.Succeed(DriverHarness.Python, ["-c", code, Covtools.Package]).Split('\n').Length.ShouldBeGreaterThan(8);
    }

    [Fact]
    public void TheCoreLibraryCarriesTheModule()
    {
        var names = typeof(MalformedDataException).Assembly.GetManifestResourceNames();

        foreach (var file in Directory.EnumerateFiles(Covtools.Package, "*.py", SearchOption.AllDirectories))
        {
            names.ShouldContain("runtime/python/" + Path.GetRelativePath(Covtools.Package, file).Replace('\\', '/'));
        }

        names.Where(name => name.EndsWith("libmemcov.so", StringComparison.Ordinal)).Select(name => name.Replace("libmemcov", "libcovrt", StringComparison.Ordinal))
            .ShouldBe(names.Where(name => name.EndsWith("libcovrt.so", StringComparison.Ordinal)), ignoreOrder: true);
    }

    private static string Wheel(string machine) => s_wheels.Value.Single(path => path.Contains(machine, StringComparison.Ordinal));

    private static string[] BuildWheels()
    {
        var script = Path.Combine(TestFolders.Repository, "eng", "wheel.py");
        var result = NativeTools.Run(DriverHarness.Python, [script, TestFolders.Create("wheels"), "all"]);
        if (result.ExitCode == 4)
        {
            NativeTools.Missing(result.Error.Trim());
        }

        result.ExitCode.ShouldBe(0, result.Error);
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
