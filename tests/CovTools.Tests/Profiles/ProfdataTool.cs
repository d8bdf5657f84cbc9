using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Tests.Modules;

namespace CovTools.Tests.Profiles;

/// <summary>llvm-profdata of a release beside ours: the same inputs to both.</summary>
internal sealed class ProfdataTool
{
    private readonly string _path;

    private ProfdataTool(int major)
    {
        Release = new LlvmRelease(major);
        Toolchain.Require(major);
        _path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/bin")
            .Select(folder => Path.Combine(folder, $"llvm-profdata-{major}")).First(File.Exists);
    }

    public LlvmRelease Release { get; }

    public static ProfdataTool Require(int major) => new(major);

    /// <summary>What the tool makes of the inputs, each with its weight.</summary>
    public byte[] Merge(IEnumerable<(string File, int Weight)> inputs, params string[] options)
    {
        var output = Path.Combine(Toolchain.Scratch(), "llvm");
        ToolRunner.Run(_path, ["merge", "-j", "1", "-o", output, .. options, .. inputs.Select(input => $"-weighted-input={input.Weight},{input.File}")]);
        return File.ReadAllBytes(output);
    }

    public string Show(string file, params string[] options) => ToolRunner.Run(_path, ["show", .. options, file]);

    /// <summary>What we make of them.</summary>
    public static byte[] MergeOurs(LlvmRelease release, IEnumerable<(string File, int Weight)> inputs, bool text = false, bool sparse = false, bool previousVersion = false)
    {
        var builder = new ProfileBuilder(release);
        foreach (var (file, weight) in inputs)
        {
            foreach (var profile in ProfileReader.Read(new MemoryByteSource(file, File.ReadAllBytes(file))))
            {
                builder.Add(profile, (ulong)weight);
            }
        }

        var options = new ProfileWriteOptions { Sparse = sparse, PreviousVersion = previousVersion };
        using var output = new MemoryStream();
        if (text)
        {
            TextProfileWriter.Write(builder, output, options);
        }
        else
        {
            IndexedProfileWriter.Write(builder, output, options);
        }

        return output.ToArray();
    }
}
