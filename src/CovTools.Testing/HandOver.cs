using System.Globalization;

namespace CovTools.Testing;

/// <summary>
/// How a build tells VSTest's data collector, which it cannot give arguments to, where the results belong: a file beside the test program. It is believed only
/// while the build that wrote it runs.
/// </summary>
public static class HandOver
{
    private const string Extension = ".llvm-coverage";
    private const int MostLength = 1 << 16;

    /// <summary>Tells where the results of a test program belong.</summary>
    /// <param name="testProgram">The test program; its folder is made when it is not there yet.</param>
    /// <param name="session">Where they belong.</param>
    public static void Write(string testProgram, TestSession session)
    {
        ArgumentException.ThrowIfNullOrEmpty(testProgram);
        ArgumentNullException.ThrowIfNull(session);
        var owner = ProcessIdentity.Own();
        Directory.CreateDirectory(Path.GetDirectoryName(testProgram) ?? "");
        File.WriteAllText(testProgram + Extension, string.Create(CultureInfo.InvariantCulture, $"{owner.Id}\n{owner.Started}\n{session.Folder}\n"));
    }

    /// <summary>Where the results of test programs belong.</summary>
    /// <param name="testPrograms">The programs of a test run.</param>
    /// <returns>Null when no build that still runs has told.</returns>
    /// <exception cref="TestingException">The build's results have been replaced.</exception>
    public static TestSession? Find(IEnumerable<string> testPrograms)
    {
        ArgumentNullException.ThrowIfNull(testPrograms);
        foreach (var path in testPrograms.Select(program => new FileInfo(program + Extension)).Where(file => file.Exists && file.Length < MostLength))
        {
            if (File.ReadAllLines(path.FullName) is [var id, var started, var session]
                && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && long.TryParse(started, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
                && new ProcessIdentity(process, ticks).IsAlive())
            {
                return TestSession.Open(session);
            }
        }

        return null;
    }

    /// <summary>Takes back what was told.</summary>
    /// <param name="testProgram">The test program.</param>
    public static void Remove(string testProgram)
    {
        ArgumentException.ThrowIfNullOrEmpty(testProgram);
        File.Delete(testProgram + Extension);
    }
}
