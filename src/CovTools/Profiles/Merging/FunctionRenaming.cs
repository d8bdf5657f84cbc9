using System.Text;
using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>New names of functions (SymbolRemapper in llvm/tools/llvm-profdata/llvm-profdata.cpp). Thread-safe.</summary>
public sealed class FunctionRenaming
{
    /// <summary>A byte is a character here: names need not be UTF-8.</summary>
    private static readonly Encoding s_bytes = Encoding.Latin1;

    private readonly Dictionary<string, byte[]> _names;

    private FunctionRenaming(Dictionary<string, byte[]> names) => _names = names;

    /// <summary>Reads the new names.</summary>
    /// <param name="path">A file with <c>old new</c> a line; empty lines and those that start with # are skipped. Of two lines about one name the first counts.</param>
    /// <exception cref="MalformedDataException">A line is neither.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FunctionRenaming Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var names = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var (number, offset) = (0, 0L);
        foreach (var line in s_bytes.GetString(File.ReadAllBytes(path)).Split('\n'))
        {
            number++;
            var text = line.EndsWith('\r') ? line[..^1] : line;
            if (text.Length > 0 && text[0] != '#')
            {
                var parts = text.Split(' ');
                if (parts.Length != 2 || parts[0].Length == 0 || parts[1].Length == 0)
                {
                    throw new MalformedDataException(path, offset, $"line {number} is not 'old new', the names of a function with one space between them");
                }

                names.TryAdd(parts[0], s_bytes.GetBytes(parts[1]));
            }

            offset += line.Length + 1;
        }

        return new FunctionRenaming(names);
    }

    /// <summary>The record under its new name, when it has one.</summary>
    internal FunctionRecord Apply(in FunctionRecord record) => _names.TryGetValue(s_bytes.GetString(record.Name.Span), out var name)
        ? record with { Name = name, NameHash = NameHash.Compute(name) }
        : record;
}
