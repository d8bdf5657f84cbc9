using System.Collections.Concurrent;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace CovTools.Tests.Support;

/// <summary>
/// What LLVM releases that a test machine need not have made of programs of tests/Fixtures/programs: raw profiles, merged ones, coverage. Packed by
/// make_golden.py, whose description names the members.
/// </summary>
internal sealed class GoldenSet
{
    private static readonly ConcurrentDictionary<int, GoldenSet> s_opened = new();
    private readonly SortedDictionary<string, byte[]> _members = new(StringComparer.Ordinal);

    private GoldenSet(int release)
    {
        using var file = File.OpenRead(Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "golden", $"{release}.tar.gz"));
        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        using var archive = new TarReader(unpacked);
        while (archive.GetNextEntry() is { } entry)
        {
            // An empty profile is a member without data.
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            _members.Add(entry.Name, content.ToArray());
        }
    }

    /// <summary>The releases that are packed.</summary>
    public static TheoryData<int> Releases => [13, 17, 18, 21, 23];

    /// <summary>Names of the packed programs.</summary>
    public IEnumerable<string> Programs => _members.Keys.Select(path => path.Split('/')[0]).Distinct();

    public static GoldenSet Of(int release) => s_opened.GetOrAdd(release, number => new GoldenSet(number));

    /// <summary>Whether a program has a member, for instance "merged.proftext" or "coverage/export.json".</summary>
    public bool Has(string program, string member) => _members.ContainsKey($"{program}/{member}");

    public byte[] Read(string program, string member) => _members[$"{program}/{member}"];

    /// <summary>Names of a program's profiles in the order in which the results were made of them; empty for a program that is packed for its coverage only.</summary>
    public IReadOnlyList<string> Inputs(string program) =>
        Has(program, "inputs.txt") ? Encoding.UTF8.GetString(Read(program, "inputs.txt")).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];

    /// <summary>One of <see cref="Inputs"/>; those in text form are common to all releases.</summary>
    public byte[] ReadInput(string program, string name) =>
        Has(program, name) ? Read(program, name) : File.ReadAllBytes(Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "programs", "text", name));

    /// <summary>The binaries of a program with coverage, reduced to the sections that coverage needs; the program itself is last.</summary>
    public IReadOnlyList<string> CoverageObjects(string program) =>
        [.. _members.Keys.Where(path => path.StartsWith($"{program}/coverage/", StringComparison.Ordinal) && (Path.GetExtension(path) is "" or ".so"))
            .Select(path => path[(program.Length + 1)..])];

    /// <summary>Writes a member to a file, for code that reads files.</summary>
    public string Extract(string program, string member, string folder)
    {
        var file = Path.Combine(folder, Path.GetFileName(member));
        File.WriteAllBytes(file, Read(program, member));
        return file;
    }
}
