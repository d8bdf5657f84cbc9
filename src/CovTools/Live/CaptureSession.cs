using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CovTools.Live;

/// <summary>
/// Counts what instrumented programs execute, whatever ends them: programs that are started with <see cref="Variables"/> in their environment, and their children,
/// count into one file (docs/shared-counters.md). Everything is in one private folder, so that another process can <see cref="Open"/> the capture and read it.
/// Linux only. Not thread-safe.
/// </summary>
public sealed class CaptureSession : IDisposable
{
    private const string LibraryName = "libcovrt.so";
    private const string CountersName = "counters";
    private const string ProfilesName = "raw";

    private readonly ModuleFiles _moduleFiles = new();
    private readonly CaptureOptions _options;
    private readonly bool _isOwner;

    private CaptureSession(string folder, CaptureOptions options, bool isOwner)
    {
        Folder = folder;
        _options = options;
        _isOwner = isOwner;
    }

    /// <summary>The capture's own folder.</summary>
    public string Folder { get; }

    /// <summary>The file that programs count into.</summary>
    public string CountersFile => Path.Combine(Folder, CountersName);

    /// <summary>
    /// The variables that make a program count: LD_PRELOAD (what this process has there comes first), COVRT_FILE, COVRT_PROFILE_FILE, and LLVM_PROFILE_FILE for programs
    /// that cannot load libcovrt.
    /// </summary>
    public IReadOnlyDictionary<string, string> Variables => VariablesWith(Environment.GetEnvironmentVariable("LD_PRELOAD"));

    /// <summary>Sets a capture up.</summary>
    /// <param name="options">How; null for the usual.</param>
    /// <exception cref="EnvironmentIncompleteException">This system or machine is not supported, or no folder will do.</exception>
    /// <exception cref="IOException">A file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static CaptureSession Create(CaptureOptions? options = null)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new EnvironmentIncompleteException("counters of programs can be captured under Linux only; elsewhere run the program in a container");
        }

        options ??= new CaptureOptions();
        var library = Library();
        var folder = CaptureFolder.Create(options.Folder, options.ForAllUsers);
        var session = new CaptureSession(folder, options, isOwner: true);
        try
        {
            File.WriteAllBytes(Path.Combine(folder, LibraryName), library.Content.Span);
            var profiles = Directory.CreateDirectory(Path.Combine(folder, ProfilesName));
            if (options.ForAllUsers)
            {
                profiles.UnixFileMode = CaptureFolder.Everybody;
            }

            Live.CountersFile.Create(session.CountersFile, options.ForAllUsers);
            return session;
        }
        catch
        {
            session.Delete();
            throw;
        }
    }

    /// <summary>Opens the capture that another process set up, to read it. Disposing of it does not delete it.</summary>
    /// <param name="folder">Its <see cref="Folder"/>.</param>
    /// <exception cref="IOException">There is no capture.</exception>
    public static CaptureSession Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var session = new CaptureSession(Path.GetFullPath(folder), new CaptureOptions(), isOwner: false);
        return File.Exists(session.CountersFile) ? session : throw new FileNotFoundException($"{folder}: there is no capture in this folder", session.CountersFile);
    }

    /// <summary>The variables for a program whose LD_PRELOAD would otherwise be another one than that of this process.</summary>
    /// <param name="preload">Its LD_PRELOAD; null or empty: none.</param>
    public IReadOnlyDictionary<string, string> VariablesWith(string? preload) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["COVRT_FILE"] = CountersFile,
        ["COVRT_PROFILE_FILE"] = _options.ProfileFile ?? "/dev/null",
        ["LD_PRELOAD"] = PreloadList.Join(preload, Path.Combine(Folder, LibraryName)),
        ["LLVM_PROFILE_FILE"] = _options.ProfileFile ?? Path.Combine(Folder, ProfilesName, RawProfileFolder.Pattern),
    };

    /// <summary>Makes a program that is about to be started count.</summary>
    /// <param name="start">Its environment is changed.</param>
    public void ApplyTo(ProcessStartInfo start)
    {
        ArgumentNullException.ThrowIfNull(start);
        foreach (var (name, value) in VariablesWith(start.Environment.TryGetValue("LD_PRELOAD", out var preload) ? preload : null))
        {
            start.Environment[name] = value;
        }
    }

    /// <summary>Reads the counters as they are now. Programs may still run.</summary>
    /// <exception cref="MalformedDataException">The counters file was overwritten beyond recognition.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public CaptureResult Read()
    {
        var reader = CaptureReader.Read(CountersFile, _moduleFiles);
        var modules = reader.Modules;
        var profiles = RawProfileFolder.Find(Path.Combine(Folder, ProfilesName), reader.Counted, modules, reader.Problems);
        return new CaptureResult(modules, profiles, reader.Problems);
    }

    /// <summary>
    /// Looks at the files of the modules that have been loaded so far and have not been looked at. Called from time to time while programs run, it keeps the counters of
    /// those whose files are deleted or built anew before the end.
    /// </summary>
    /// <exception cref="MalformedDataException">The counters file was overwritten beyond recognition.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void LookAtModules()
    {
        using var file = File.OpenHandle(CountersFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        _moduleFiles.LookAt(CountersFileTables.Read(file, CountersFile));
    }

    /// <summary>Starts from nothing: what was counted is forgotten. Processes that still run are not counted any more; those that start later are.</summary>
    /// <exception cref="MalformedDataException">The counters file was overwritten beyond recognition.</exception>
    /// <exception cref="IOException">It cannot be emptied.</exception>
    public void Reset()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException();
        }

        Live.CountersFile.Clear(CountersFile);
        foreach (var profile in Directory.EnumerateFiles(Path.Combine(Folder, ProfilesName)))
        {
            File.Delete(profile);
        }
    }

    /// <summary>Removes the folder, also of a capture that another process set up. Processes that still run go on, unmeasured.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    public void Delete() => Directory.Delete(Folder, recursive: true);

    /// <summary>Removes the folder, when it was made by this object and is still there.</summary>
    public void Dispose()
    {
        if (_isOwner && Directory.Exists(Folder))
        {
            Delete();
        }
    }

    private static RuntimeFile Library()
    {
        var machine = RuntimeInformation.OSArchitecture switch { Architecture.X64 => "x86_64", Architecture.Arm64 => "aarch64", var other => $"{other}" };
        return EmbeddedRuntime.Libcovrt(machine) ?? throw new EnvironmentIncompleteException($"there is no libcovrt for {machine} machines in this build; it exists for x86_64 and aarch64");
    }
}
