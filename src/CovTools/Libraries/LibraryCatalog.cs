using System.Collections.Immutable;

namespace CovTools.Libraries;

/// <summary>The libraries that come with the tool, and those that users describe in files.</summary>
public static class LibraryCatalog
{
    private const string Prefix = "libraries/";
    private const string Suffix = ".json";
    private const int SizeLimit = 1024 * 1024;

    /// <summary>Names of the built-in libraries, in ordinal order.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        .. typeof(LibraryCatalog).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A built-in library.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="version">Instead of the library's own version; null: that one.</param>
    /// <exception cref="UsageException">There is no such library, or it cannot have such a version.</exception>
    public static LibraryFile Get(string name, string? version = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Names.Contains(name))
        {
            throw new UsageException($"unknown library '{name}'{NearMatch.Hint(name, Names)}; known are {string.Join(", ", Names)}; --library-file describes another");
        }

        using var stream = typeof(LibraryCatalog).Assembly.GetManifestResourceStream(Prefix + name + Suffix)!; // it is among the names
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        return LibraryTemplate.WithVersion(LibraryReader.Read(name + Suffix, json), version);
    }

    /// <summary>A user's library.</summary>
    /// <param name="path">A library file.</param>
    /// <param name="version">Instead of the file's own version; null: that one.</param>
    /// <exception cref="UsageException">The file cannot be read, or cannot have such a version.</exception>
    /// <exception cref="MalformedDataException">The file breaks the format; the message has line, column and reason.</exception>
    public static LibraryFile ReadFile(string path, string? version = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return LibraryTemplate.WithVersion(LibraryReader.Read(path, ReadBytes(path)), version);
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var buffer = new byte[SizeLimit + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length <= SizeLimit ? buffer[..length] : throw new MalformedDataException(path, SizeLimit, $"a library file has at most {SizeLimit} bytes");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read the library file '{path}': {exception.Message}", exception);
        }
    }
}
