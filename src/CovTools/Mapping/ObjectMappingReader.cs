using CovTools.Objects;

namespace CovTools.Mapping;

/// <summary>Reads the headers and function records of one object (CoverageMappingReader.cpp, VersionedCovMapFuncRecordReader).</summary>
internal sealed class ObjectMappingReader
{
    private const int HeaderSize = 16;
    private const int Alignment = 8;

    private readonly MappingSections _sections;
    private readonly int _object;
    private readonly LoadedMapping _result;
    private readonly RecordLayout _layout;
    private readonly ObjectNames _names;
    private readonly string _mapSource;
    private readonly string _recordSource;
    private readonly Dictionary<ulong, UnitFiles> _units = [];

    /// <summary>By position of the name: index of the function plus one; 0: none yet.</summary>
    private readonly MappingBuffer<int> _functions = new();

    private ObjectMappingReader(MappingSections sections, int index, LoadedMapping result)
    {
        _sections = sections;
        _object = index;
        _result = result;
        _mapSource = $"{sections.Name}(__llvm_covmap)";
        _layout = new RecordLayout(ReadVersion(), new ByteOrder(sections.IsBigEndian, sections.Is64Bit));
        _recordSource = HasSeparateRecords ? $"{sections.Name}(__llvm_covfun)" : _mapSource;
        _names = _layout.Version == 1 ? new ObjectNames() : new ObjectNames(NameTable.Read(sections.Names, $"{sections.Name}(__llvm_prf_names)", 0));
    }

    private bool HasSeparateRecords => _layout.Version >= RecordLayout.SeparateRecordsVersion;

    /// <summary>Adds the functions of an object that has coverage data.</summary>
    /// <exception cref="MalformedDataException">The headers or the names are damaged, so that nothing of the object can be trusted.</exception>
    public static MappedObject Read(MappingSections sections, int index, LoadedMapping result)
    {
        var reader = new ObjectMappingReader(sections, index, result);
        reader.ReadMaps();
        if (reader.HasSeparateRecords)
        {
            reader.ReadRecords(sections.FunctionRecords, 0, null);
        }

        return new MappedObject(reader._names.InOrder, reader.HasSeparateRecords ? sections.FunctionRecords : sections.CoverageMap, sections.Name, reader._recordSource);
    }

    /// <summary>The version of the first map counts for the whole section; it is stored minus one.</summary>
    private int ReadVersion()
    {
        var map = _sections.CoverageMap;
        if (map.Length < HeaderSize)
        {
            throw new MalformedDataException(_mapSource, 0, $"a map header needs {HeaderSize} bytes, the section has {map.Length}");
        }

        var stored = new ByteOrder(_sections.IsBigEndian, _sections.Is64Bit).U32(map, 12);
        return stored < RecordLayout.NewestVersion
            ? (int)stored + 1
            : throw new MalformedDataException(_mapSource, 12, $"unsupported coverage mapping version {stored + 1UL}; the newest known is {RecordLayout.NewestVersion}");
    }

    private void ReadMaps()
    {
        var map = _sections.CoverageMap;
        for (var position = 0L; position < map.Length;)
        {
            position = ReadMap(map, (int)position);
            position = (position + Alignment - 1) / Alignment * Alignment;
        }
    }

    private long ReadMap(byte[] map, int start)
    {
        if (map.Length - start < HeaderSize)
        {
            throw new MalformedDataException(_mapSource, start, $"a map header needs {HeaderSize} bytes, {map.Length - start} are left");
        }

        var header = map.AsSpan(start);
        var recordCount = _layout.Order.U32(header, 0);
        var namesSize = _layout.Order.U32(header, 4);
        var mappingSize = _layout.Order.U32(header, 8);
        if (HasSeparateRecords && mappingSize != 0)
        {
            throw new MalformedDataException(_mapSource, start + 8, "a map of this version has no mappings of its own, but a size for them");
        }

        // In version 4 and later the number of records is written as 0, and LLVM would step over whatever it says.
        var records = start + (long)HeaderSize;
        var names = records + ((long)recordCount * _layout.Size);
        var mappings = names + namesSize;
        var end = mappings + mappingSize;
        if (end > map.Length)
        {
            throw new MalformedDataException(_mapSource, start, $"the map needs {end - start} bytes, {map.Length - start} are left");
        }

        var unit = ReadUnit(new FileNamesBlob(map, (int)names, (int)namesSize, _mapSource));
        if (!HasSeparateRecords)
        {
            ReadRecords(map.AsSpan((int)records..(int)names), (int)(end - mappings), (unit, (int)records, (int)mappings));
        }

        return end;
    }

    private UnitFiles ReadUnit(FileNamesBlob blob)
    {
        var key = HasSeparateRecords ? NameHash.Compute(blob.Span) : 0;
        var indices = _result.UnitFiles;
        var start = indices.Count;
        if (FileNamesReader.Read(blob, _layout.Version, _sections.CompilationDirectory, _result.Files, indices) is { } failure)
        {
            throw new MalformedDataException(_mapSource, blob.Start + failure.Offset, failure.Reason);
        }

        var unit = new UnitFiles(start, indices.Count - start);
        if (!HasSeparateRecords || _units.TryAdd(key, unit))
        {
            return unit;
        }

        var known = _units[key];
        var added = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(indices);
        if (known.Count == unit.Count && added.Slice(known.Start, known.Count).SequenceEqual(added.Slice(start, unit.Count)))
        {
            indices.RemoveRange(start, unit.Count);
            return known;
        }

        _units[key] = known with { Count = 0 };
        return known;
    }

    /// <summary>Reads records: with their mappings behind each of them, or (<paramref name="joined"/>) all mappings after all records.</summary>
    private void ReadRecords(ReadOnlySpan<byte> bytes, int mappingsLength, (UnitFiles Unit, int RecordsOffset, int MappingsOffset)? joined)
    {
        var mappingPosition = 0L;
        for (var position = 0L; position < bytes.Length;)
        {
            var offset = position + (joined?.RecordsOffset ?? 0);
            if (bytes.Length - position < _layout.Size)
            {
                throw new MalformedDataException(_recordSource, offset, $"a function record needs {_layout.Size} bytes, {bytes.Length - position} are left");
            }

            var record = bytes.Slice((int)position, _layout.Size);
            var size = _layout.MappingSize(record);
            var room = joined is null ? bytes.Length - position - _layout.Size : mappingsLength - mappingPosition;
            if (size > room)
            {
                throw new MalformedDataException(_recordSource, offset, $"a function's mapping needs {size} bytes, {room} are left");
            }

            var start = joined is { } joint ? joint.MappingsOffset + mappingPosition : position + _layout.Size;
            AddRecord(record, (int)start, (int)size, joined?.Unit, offset);
            mappingPosition += size;
            position += _layout.Size + (joined is null ? size : 0);
            position = joined is null ? (position + Alignment - 1) / Alignment * Alignment : position;
        }
    }

    private void AddRecord(ReadOnlySpan<byte> record, int start, int size, UnitFiles? unit, long offset)
    {
        var name = FindName(record, out var nameHash);
        if (name < 0)
        {
            Report(offset, nameHash, "its name is not in the names section");
            return;
        }

        if (unit is null)
        {
            var key = _layout.FilesKey(record);
            if (!_units.TryGetValue(key, out var found))
            {
                Report(offset, nameHash, $"no map has the file names 0x{key:x16}");
                return;
            }

            unit = found;
        }

        if (unit.Value.Count == 0)
        {
            Report(offset, nameHash, "different maps have the same key for their file names");
            return;
        }

        var function = new MappedFunction(_object, nameHash, _layout.FunctionHash(record))
        {
            Name = name,
            UnitFilesStart = unit.Value.Start,
            UnitFilesCount = unit.Value.Count,
            MappingStart = start,
            MappingLength = size,
        };
        ref var known = ref KnownFunction(name);
        if (known == 0)
        {
            _result.Functions.Add(function);
            known = _result.Functions.Count;
        }
        else if (IsDummy(_result.Functions[known - 1]) && !IsDummy(function))
        {
            _result.Functions[known - 1] = function;
        }
    }

    private ref int KnownFunction(int name)
    {
        if (name >= _functions.Count)
        {
            _functions.Grow(_names.InOrder.Count);
        }

        return ref _functions[name];
    }

    /// <returns>The position of its name; -1: it has none.</returns>
    private int FindName(ReadOnlySpan<byte> record, out ulong nameHash)
    {
        if (_layout.Version > 1)
        {
            nameHash = _layout.NameHash(record);
            return _names.Find(nameHash);
        }

        var (address, length) = _layout.NameReference(record);
        var start = unchecked(address - _sections.NamesAddress);
        nameHash = address;
        if (length == 0 || start > (ulong)_sections.Names.Length || length > (ulong)_sections.Names.Length - start)
        {
            return -1;
        }

        var name = _sections.Names.AsMemory((int)start, (int)length);
        nameHash = NameHash.Compute(name.Span);
        return _names.Add(nameHash, name);
    }

    /// <summary>A function that was seen but not emitted has hash 0 and one region whose counter is zero.</summary>
    private bool IsDummy(in MappedFunction function)
    {
        if (function.FunctionHash != 0)
        {
            return false;
        }

        var section = HasSeparateRecords ? _sections.FunctionRecords : _sections.CoverageMap;
        var cursor = new MappingCursor(section.AsSpan(function.MappingStart, function.MappingLength));
        var files = cursor.ReadSize("file ids");
        cursor.ReadNumber();
        var expressions = cursor.ReadSize("counter expressions");
        var regions = cursor.ReadSize("regions");
        var head = cursor.ReadNumber();
        return !cursor.Failed && files == 1 && expressions == 0 && regions == 1 && (head & 3) == 0;
    }

    private void Report(long offset, ulong nameHash, string reason) =>
        _result.Diagnostics.Add(new MappingDiagnostic(_recordSource, offset, $"0x{nameHash:x16}", reason));
}
