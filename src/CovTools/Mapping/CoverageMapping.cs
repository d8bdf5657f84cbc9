using System.Collections.Concurrent;
using System.Text;

namespace CovTools.Mapping;

/// <summary>
/// The coverage mapping of one or several objects: which functions they have, in which files, and for each function its
/// source regions with counter expressions. Versions 1 to 7. Immutable and safe for concurrent use.
/// </summary>
/// <remarks>
/// Mappings stay in the compact bytes of their section, which are kept; <see cref="Decode"/> turns those of one function
/// into regions. Before functions are given out every one has been decoded once, and damaged ones were left out, so that later decoding cannot fail. Whoever
/// needs all of them decoded anyway, as a report does, does both at once.
/// </remarks>
public sealed class CoverageMapping
{
    private readonly MappedObject?[] _objects;
    private readonly int[] _unitFiles;
    private readonly FileTable _files;
    private readonly List<MappingDiagnostic> _diagnostics;
    private readonly Lock _checking = new();
    private MappedFunction[] _functions;
    private volatile bool _isChecked;

    private CoverageMapping(MappedObject?[] objects, LoadedMapping loaded)
    {
        _objects = objects;
        _unitFiles = [.. loaded.UnitFiles];
        _functions = [.. loaded.Functions];
        _files = loaded.Files;
        _diagnostics = loaded.Diagnostics;
        Files = loaded.Files.ToPaths();
    }

    /// <summary>Paths of all files that the objects' translation units name, as the mapping has them; not sorted, each once.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The functions: objects in the given order, inside each in the order of the first record with that name.</summary>
    public IReadOnlyList<MappedFunction> Functions
    {
        get
        {
            Check(default);
            return _functions;
        }
    }

    /// <summary>What could not be read and was left out, in the order of the functions.</summary>
    public IReadOnlyList<MappingDiagnostic> Diagnostics
    {
        get
        {
            Check(default);
            return _diagnostics;
        }
    }

    internal FileTable FileTable => _files;

    /// <summary>The functions; inside of <see cref="DecodeAll"/> damaged ones may be among them.</summary>
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

        return new CoverageMapping(mapped, loaded);
    }

    /// <summary>Name of a function, as in the profile: mangled, with the file in front when it is local to one.</summary>
    /// <param name="function">Index into <see cref="Functions"/>.</param>
    public string NameOf(int function)
    {
        Check(default);
        return Encoding.UTF8.GetString(NameBytes(function));
    }

    /// <summary>Decodes one function.</summary>
    /// <param name="function">Index into <see cref="Functions"/>.</param>
    /// <param name="into">The buffer that is overwritten.</param>
    public void Decode(int function, FunctionMapping into)
    {
        ArgumentNullException.ThrowIfNull(into);
        Check(default);
        if (Read(function, into) is { } failure)
        {
            throw new InvalidOperationException($"A mapping that could be read no longer can, at byte {failure.Offset}: {failure.Reason}. Its section has been changed.");
        }
    }

    /// <summary>The object that a function's mapping is from, as the user named it.</summary>
    /// <param name="function">Index into <see cref="Functions"/>.</param>
    public string ObjectName(int function)
    {
        Check(default);
        return ObjectOf(_functions[function]).Name;
    }

    /// <summary>
    /// Calls <paramref name="work"/>, which decodes every function with <see cref="TryDecode"/>. It gives null when one is damaged; those are left out then, and it is called again.
    /// </summary>
    internal T DecodeAll<T>(Func<T?> work, CancellationToken cancellation)
        where T : class
    {
        lock (_checking)
        {
            if (work() is { } result)
            {
                _isChecked = true;
                return result;
            }
        }

        Check(cancellation);
        return work() ?? throw new InvalidOperationException("Mappings that could be read no longer can: their section has been changed.");
    }

    /// <summary>Decodes one function; false when it is damaged, which happens inside of <see cref="DecodeAll"/> alone.</summary>
    internal bool TryDecode(int function, FunctionMapping into) => Read(function, into) is null;

    internal ReadOnlySpan<byte> NameBytes(int function)
    {
        ref readonly var record = ref _functions[function];
        return ObjectOf(record).Names[record.Name].Span;
    }

    /// <summary>Functions exist only for objects that were read.</summary>
    private MappedObject ObjectOf(in MappedFunction function) => _objects[function.ObjectIndex]!;

    private (int Offset, string Reason)? Read(int function, FunctionMapping into)
    {
        ref readonly var record = ref _functions[function];
        var bytes = ObjectOf(record).Mappings.AsSpan(record.MappingStart, record.MappingLength);
        return FunctionMappingReader.Read(bytes, _unitFiles.AsSpan(record.UnitFilesStart, record.UnitFilesCount), into);
    }

    /// <summary>Decodes every function, if that was not done yet, and leaves out damaged ones.</summary>
    private void Check(CancellationToken cancellation)
    {
        if (_isChecked)
        {
            return;
        }

        lock (_checking)
        {
            if (!_isChecked)
            {
                LeaveOutDamaged(cancellation);
                _isChecked = true;
            }
        }
    }

    private void LeaveOutDamaged(CancellationToken cancellation)
    {
        var failures = new ConcurrentDictionary<int, (int Offset, string Reason)>();
        FunctionRanges.ForEach(_functions.Length, (start, end) =>
        {
            var buffer = new FunctionMapping();
            for (var i = start; i < end; i++)
            {
                if (Read(i, buffer) is { } failure)
                {
                    failures[i] = failure;
                }
            }
        }, cancellation);
        if (failures.IsEmpty)
        {
            return;
        }

        foreach (var (function, failure) in failures.OrderBy(static f => f.Key))
        {
            ref readonly var record = ref _functions[function];
            var name = Encoding.UTF8.GetString(NameBytes(function));
            _diagnostics.Add(new MappingDiagnostic(ObjectOf(record).Source, (long)record.MappingStart + failure.Offset, name, failure.Reason));
        }

        _functions = [.. _functions.Where((_, i) => !failures.ContainsKey(i))];
    }
}
