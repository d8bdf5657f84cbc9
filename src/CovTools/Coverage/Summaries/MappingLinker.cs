using System.Runtime.InteropServices;
using CovTools.Mapping;
using CovTools.Objects;

namespace CovTools.Coverage;

/// <summary>Finds what functions have in common: lists of files, names, places of definition.</summary>
internal sealed class MappingLinker
{
    private const int None = -1;

    private readonly CoverageMapping _mapping;
    private readonly List<int>[] _filesByRange;
    private readonly FileListTable _fileLists = new();

    public MappingLinker(CoverageMapping mapping)
    {
        _mapping = mapping;
        _filesByRange = new List<int>[(mapping.FunctionSpan.Length + FunctionRanges.Size - 1) / FunctionRanges.Size];
    }

    /// <summary>Takes the files of a range of functions: for each the number of its files, then those.</summary>
    public void SetFiles(int range, List<int> files) => _filesByRange[range] = files;

    public CompiledMapping Link(FunctionShape[] shapes, byte[][] programs)
    {
        LinkFiles(shapes);

        // Each writes fields of its own.
        var (twins, linked) = (0, (Groups: Array.Empty<InstantiationGroup>(), Slots: 0));
        Parallel.Invoke(() => twins = LinkTwins(shapes), () => linked = LinkGroups(shapes));
        var functions = _mapping.FunctionSpan;
        var identities = new FunctionIdentity[functions.Length];
        for (var i = 0; i < identities.Length; i++)
        {
            identities[i] = new FunctionIdentity(functions[i].NameHash, functions[i].FunctionHash);
        }

        return new CompiledMapping(identities, [.. _mapping.Files], shapes, programs, _fileLists.ToArray(), twins, linked.Groups, linked.Slots, _mapping.FileTable.SortedByBytes());
    }

    private void LinkFiles(FunctionShape[] shapes)
    {
        var function = 0;
        foreach (var range in _filesByRange)
        {
            var files = CollectionsMarshal.AsSpan(range);
            for (var i = 0; i < files.Length; i += files[i] + 1)
            {
                shapes[function++].FileList = _fileLists.Intern(files.Slice(i + 1, files[i]));
            }
        }
    }

    /// <summary>Numbers functions with the same files and the same name, without the file name that names of local functions start with.</summary>
    private int LinkTwins(FunctionShape[] shapes)
    {
        var names = new ulong[shapes.Length];
        var filter = new RepeatFilter(shapes.Length);
        for (var i = 0; i < shapes.Length; i++)
        {
            names[i] = ShownNameHash(i, shapes[i].FileList);
            filter.Add((uint)shapes[i].FileList, names[i]);
        }

        var first = new Dictionary<(int FileList, ulong Name), int>();
        var twins = 0;
        for (var i = 0; i < shapes.Length; i++)
        {
            if (!filter.MayRepeat((uint)shapes[i].FileList, names[i]))
            {
                continue;
            }

            ref var other = ref CollectionsMarshal.GetValueRefOrAddDefault(first, (shapes[i].FileList, names[i]), out var exists);
            if (!exists)
            {
                other = i;
                continue;
            }

            if (shapes[other].Twin == None)
            {
                shapes[other].Twin = twins++;
            }

            shapes[i].Twin = shapes[other].Twin;
        }

        return twins;
    }

    private ulong ShownNameHash(int function, int fileList)
    {
        var shown = FunctionNames.Shown(_mapping, function, _fileLists[fileList]);
        return shown.Length == _mapping.NameBytes(function).Length ? _mapping.FunctionSpan[function].NameHash : NameHash.Compute(shown);
    }

    private static (InstantiationGroup[] Groups, int Slots) LinkGroups(FunctionShape[] shapes)
    {
        var filter = new RepeatFilter(shapes.Length);
        foreach (ref readonly var shape in shapes.AsSpan())
        {
            filter.Add((uint)shape.MainFile, shape.MainStart);
        }

        var indices = new Dictionary<(int File, ulong Start), int>();
        var groups = new List<InstantiationGroup>(shapes.Length);
        var slots = 0;
        foreach (ref var shape in shapes.AsSpan())
        {
            if (shape.MainFile == None)
            {
                continue;
            }

            var index = groups.Count;
            if (filter.MayRepeat((uint)shape.MainFile, shape.MainStart) && !indices.TryAdd((shape.MainFile, shape.MainStart), index))
            {
                index = indices[(shape.MainFile, shape.MainStart)];
                if (groups[index].Slot == None)
                {
                    groups[index] = groups[index] with { Slot = slots++ };
                }
            }
            else
            {
                groups.Add(new InstantiationGroup(shape.MainFile, None));
            }

            shape.Group = index;
        }

        return ([.. groups], slots);
    }
}
