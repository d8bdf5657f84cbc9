using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CovTools.Objects;

namespace CovTools.Mapping;

/// <summary>
/// Tells whether an object file is the one that was read before, without reading its sections: by its build id, its size and times, where the coverage sections are, and
/// samples of their bytes. A build id alone is not enough: a linker can be told which one to write. Copies of a file have other stamps, which costs time only.
/// </summary>
public static class MappingStamp
{
    private const int SampleSize = 4096;
    private const int Samples = 16;
    private const int MostSections = 16;

    /// <summary>A file that is still being written can change without its times doing so.</summary>
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(2);

    /// <summary>The stamp of an object file.</summary>
    /// <param name="file">The object.</param>
    /// <param name="source">The file that holds it.</param>
    /// <returns>Null when there is none: no build id, changed just now, a part of an archive or of a universal file.</returns>
    /// <exception cref="MalformedDataException">The build id is damaged, or a section goes past the end of the file.</exception>
    public static string? Of(IObjectFile file, FileByteSource source)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(source);
        var sections = Enum.GetValues<CoverageSection>().SelectMany(file.FindSections).Where(static section => section.Size > 0).ToList();
        if (file.BuildId.Length == 0 || file.Name != source.Name || sections.Count > MostSections || DateTime.UtcNow - source.LastWriteTimeUtc < s_settled)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, $"{file.Format} {file.Architecture} {file.BuildId} {source.Length} {source.LastWriteTimeUtc.Ticks} {source.CreationTimeUtc.Ticks}");
        foreach (var section in sections)
        {
            Add(hash, $"\n{section.Name} {section.Address} {section.Offset} {section.Size}\n");
            AddSamples(hash, section, source);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AddSamples(IncrementalHash hash, in ObjectSection section, FileByteSource source)
    {
        if (section.Size > long.MaxValue || section.Offset > long.MaxValue - section.Size)
        {
            throw new MalformedDataException(source.Name, -1, $"section {section.Name} goes past the end of the file");
        }

        Span<byte> sample = stackalloc byte[(int)Math.Min(SampleSize, section.Size)];
        var last = (long)section.Size - sample.Length;
        for (var i = 0; i < Samples; i++)
        {
            source.Read((long)section.Offset + (last / (Samples - 1) * i), sample);
            hash.AppendData(sample);
        }
    }

    private static void Add(IncrementalHash hash, FormattableString text) => hash.AppendData(Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture)));
}
