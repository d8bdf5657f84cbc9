using System.Security.Cryptography;

namespace CovTools;

/// <summary>What runs beside the scripts, as this library carries it: the driver's Python files and libcovrt for each architecture; and the Python module covtools.</summary>
public static class EmbeddedRuntime
{
    private const string Prefix = "runtime/";
    private const string DriverPrefix = Prefix + "driver/";
    private const string PythonPrefix = Prefix + "python/";

    private static readonly string s_cacheRoot = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } data
            ? data
            : Path.GetTempPath(),
        "covtools",
        "runtime");

    /// <summary>The driver's files: path relative to the driver's folder, and content; sorted by path.</summary>
    public static IReadOnlyList<RuntimeFile> DriverFiles { get; } =
        [.. Names(DriverPrefix).Select(name => new RuntimeFile(name[DriverPrefix.Length..], Load(name)))];

    /// <summary>libcovrt for a machine.</summary>
    /// <param name="machine">Name as uname (<c>x86_64</c>, <c>aarch64</c>) or a container engine (<c>amd64</c>, <c>arm64</c>) tells it.</param>
    /// <returns>The shared object, or null when this build carries none for that machine.</returns>
    public static RuntimeFile? Libcovrt(string machine)
    {
        var folder = machine switch
        {
            "x86_64" or "amd64" => "linux-x64",
            "aarch64" or "arm64" => "linux-arm64",
            _ => null,
        };
        var name = $"{Prefix}{folder}/libcovrt.so";
        return folder is not null && Names(name).Count > 0 ? new RuntimeFile("libcovrt.so", Load(name)) : null;
    }

    /// <summary>
    /// The Python module covtools with libcovrt and libmemcov for each architecture that this build carries: paths relative to a folder for PYTHONPATH, and content; sorted by path.
    /// </summary>
    public static IReadOnlyList<RuntimeFile> PythonFiles =>
        [
            .. Names(PythonPrefix).Select(name => new RuntimeFile(name[PythonPrefix.Length..], Load(name)))
                .Concat(Names(Prefix + "linux-").Select(name => new RuntimeFile("covtools/lib/" + name[Prefix.Length..], Load(name))))
                .OrderBy(file => file.Path, StringComparer.Ordinal),
        ];

    /// <summary>Writes the Python module into a folder of the user's cache that is named after its content, once.</summary>
    /// <returns>The folder for PYTHONPATH.</returns>
    /// <exception cref="IOException">The cache cannot be written.</exception>
    public static string ExtractPythonModule() => Extract(PythonFiles);

    /// <summary>Writes files into a folder of the user's cache that is named after their content, once, and returns that folder.</summary>
    /// <param name="files">What to write.</param>
    internal static string Extract(IReadOnlyList<RuntimeFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{file.Path}\0{file.Content.Length}\0"));
            hash.AppendData(file.Content.Span);
        }

        var folder = Path.Combine(s_cacheRoot, Convert.ToHexStringLower(hash.GetHashAndReset())[..16]);
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Path);
            if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(file.Content.Span))
            {
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var temporary = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():n}";
            File.WriteAllBytes(temporary, file.Content.Span);
            File.Move(temporary, path, overwrite: true);
        }

        return folder;
    }

    private static List<string> Names(string prefix) =>
        [.. typeof(EmbeddedRuntime).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static byte[] Load(string name)
    {
        using var stream = typeof(EmbeddedRuntime).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"resource {name} is missing from this build");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
