using System.Text;

namespace CovTools.Mapping;

/// <summary>
/// The coverage mapping of one or several objects: which functions they have, in which files, and for each function its
/// source regions with counter expressions. Versions 1 to 7. Immutable and safe for concurrent use.
/// </summary>
/// <remarks>
/// Mappings stay in the compact bytes of their section, which are kept; <see cref="Decode"/> turns those of one function
/// into regions. Every mapping has been decoded once by <see cref="Load"/>, so that later decoding cannot fail.
/// </remarks>
public sealed class CoverageMapping
{
    private readonly MappedObject?[] _objects;
    private readonly int[] _unitFiles;
    private readonly MappedFunction[] _functions;
    private readonly FileTable _files;

    private CoverageMapping(MappedObject?[] objects, LoadedMapping loaded, MappedFunction[] functions)
    {
        _objects = objects;
        _unitFiles = [.. loaded.UnitFiles];
        _functions = functions;
        _files = loaded.Files;
        Files = loaded.Files.ToPaths();
        Diagnostics = loaded.Diagnostics;
    }

    /// <summary>Paths of all files that the objects' translation units name, as the mapping has them; not sorted, each once.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The functions: objects in the given order, inside each in the order of the first record with that name.</summary>
    public IReadOnlyList<MappedFunction> Functions => _functions;

    /// <summary>What could not be read and was left out, in the order of the functions.</summary>
    public IReadOnlyList<MappingDiagnostic> Diagnostics { get; }

    internal FileTable FileTable => _files;

    internal ReadOnlySpan<MappedFunction> FunctionSpan => _functions;

    /// <summary>Reads the mappings of <paramref name="objects"/>.</summary>
    /// <param name="objects">Objects in the order in which llvm-cov would be given them: of equal functions the first counts.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="MalformedDataException">Headers, file names or names of an object are damaged, or no object has coverage data.</exception>
    public static CoverageMapping Load(IReadOnlyList<MappingSections> objects, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(objects);
        var loaded = new LoadedMapping();
        var mapped = new MappedObject?[objects.Count];
        for (var i = 0; i < objects.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var sections = objects[i];
            if (sections.CoverageMap.Length == 0 || sections.Names.Length == 0)
            {
                loaded.Diagnostics.Add(new MappingDiagnostic(sections.Name, 0, string.Empty, "the object has no coverage data"));
                continue;
            }

            mapped[i] = ObjectMappingReader.Read(sections, i, loaded);
        }

        if (Array.TrueForAll(mapped, static o => o is null))
        {
            throw new MalformedDataException(string.Join(", ", objects.Select(static o => o.Name)), -1, "no coverage data found");
        }

        return new CoverageMapping(mapped, loaded, [.. loaded.Functions]).WithoutMalformed(loaded, cancellation);
    }

    /// <summary>Name of a function, as in the profile: mangled, with the file in front when it is local to one.</summary>
    /// <param name="function">Index into <see cref="Functions"/>.</param>
    public string NameOf(int function) => Encoding.UTF8.GetString(NameBytes(function));

    /// <summary>Decodes one function.</summary>
    /// <param name="function">Index into <see cref="Functions"/>.</param>
    /// <param name="into">The buffer that is overwritten.</param>
    public void Decode(int function, FunctionMapping into)
    {
        ArgumentNullException.ThrowIfNull(into);
        if (TryDecode(function, into) is { } failure)
        {
            throw new InvalidOperationException($"A mapping that could be read no longer can, at byte {failure.Offset}: {failure.Reason}. Its section has been changed.");
        }
    }

    /// <summary>The object that a function's mapping is from, as the user named it.</summary>
    /// <param name="function">Index into <see cref="Functions"/>.</param>
    public string ObjectName(int function) => ObjectOf(_functions[function]).Name;

    internal ReadOnlySpan<byte> NameBytes(int function)
    {
        ref readonly var record = ref _functions[function];
        return ObjectOf(record).Names[record.NameHash].Span;
    }

    /// <summary>Functions exist only for objects that were read.</summary>
    private MappedObject ObjectOf(in MappedFunction function) => _objects[function.ObjectIndex]!;

    private (int Offset, string Reason)? TryDecode(int function, FunctionMapping into)
    {
        ref readonly var record = ref _functions[function];
        var bytes = ObjectOf(record).Mappings.AsSpan(record.MappingStart, record.MappingLength);
        return FunctionMappingReader.Read(bytes, _unitFiles.AsSpan(record.UnitFilesStart, record.UnitFilesCount), into);
    }

    private CoverageMapping WithoutMalformed(LoadedMapping loaded, CancellationToken cancellation)
    {
        var failures = new System.Collections.Concurrent.ConcurrentDictionary<int, (int Offset, string Reason)>();
        FunctionRanges.ForEach(_functions.Length, (start, end) =>
        {
            var buffer = new FunctionMapping();
            for (var i = start; i < end; i++)
            {
                if (TryDecode(i, buffer) is { } failure)
                {
                    failures[i] = failure;
                }
            }
        }, cancellation);
        if (failures.IsEmpty)
        {
            return this;
        }

        foreach (var (function, failure) in failures.OrderBy(static f => f.Key))
        {
            ref readonly var record = ref _functions[function];
            loaded.Diagnostics.Add(new MappingDiagnostic(ObjectOf(record).Source, (long)record.MappingStart + failure.Offset, NameOf(function), failure.Reason));
        }

        var kept = _functions.Where((_, i) => !failures.ContainsKey(i)).ToArray();
        return new CoverageMapping(_objects, loaded, kept);
    }
}
