using System.Globalization;

namespace CovTools.Profiles;

/// <summary>A folder for files that cannot be merged, so that they stand in nobody's way and can be looked at.</summary>
/// <param name="folder">Made when the first file arrives.</param>
public sealed class Quarantine(string folder)
{
    /// <summary>What the name of the text beside a file ends with; it says why the file is there.</summary>
    public const string ReasonSuffix = ".reason.txt";

    /// <summary>Moves a file here. It keeps its name, or gets a number behind it when that is taken.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The name to give it.</param>
    /// <param name="report">What is wrong with it.</param>
    /// <returns>Where it is now.</returns>
    /// <exception cref="IOException">It cannot be moved.</exception>
    public string Take(string path, string name, InputReport report)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(report);
        Directory.CreateDirectory(folder);
        for (var number = 1; ; number++)
        {
            var target = Path.Join(folder, number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}.{number}"));
            if (File.Exists(target) || File.Exists(target + ReasonSuffix))
            {
                continue;
            }

            try
            {
                File.Move(path, target);
            }
            catch (IOException) when (File.Exists(path) && File.Exists(target))
            {
                continue;
            }

            File.WriteAllText(target + ReasonSuffix, Describe(report));
            return target;
        }
    }

    private static string Describe(InputReport report)
    {
        var place = report.Offset < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"offset 0x{report.Offset:x}: ");
        return $"{report.Name}\n{place}{report.Reason}\n";
    }
}
