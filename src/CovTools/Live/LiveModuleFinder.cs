using System.Globalization;
using CovTools.Modules;
using CovTools.Objects;

namespace CovTools.Live;

/// <summary>Finds the instrumented modules of a process: by its maps and the section tables of the files, which are checked against memory (one may have been replaced).</summary>
internal sealed class LiveModuleFinder
{
    private const ulong MaximumSection = 1UL << 30;
    private const ulong PageMask = 0xfff;
    private const int ComparedBytes = 1 << 16;

    private readonly string _folder;
    private readonly ProcessMemory _memory;
    private readonly HashSet<(ulong Inode, string Path, ulong Start)> _others = [];

    public LiveModuleFinder(int process, ProcessMemory memory)
    {
        _folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}");
        _memory = memory;
    }

    /// <summary>Why files could not be used.</summary>
    public List<LiveProblem> Problems { get; } = [];

    /// <summary>The modules of now; those of <paramref name="known"/> that are still there stay the same objects.</summary>
    /// <exception cref="EnvironmentIncompleteException">The process has ended, or may not be looked at.</exception>
    public List<LiveModule> Find(IReadOnlyList<LiveModule> known)
    {
        var mappings = ReadMaps();
        var modules = new List<LiveModule>();
        var problems = new List<LiveProblem>();
        foreach (var mapping in mappings)
        {
            // The headers of an object are at its file's start.
            if (mapping.Offset != 0 || !mapping.Path.StartsWith('/') || mapping.Inode == 0)
            {
                continue;
            }

            if (known.FirstOrDefault(module => module.Mapping == mapping) is { } same)
            {
                modules.Add(same);
                continue;
            }

            if (_others.Contains((mapping.Inode, mapping.Path, mapping.Start)))
            {
                problems.AddRange(Problems.Where(problem => problem.Path == mapping.Path && problem.Address == mapping.Start));
                continue;
            }

            if (Open(mapping, mappings, problems) is { } module)
            {
                modules.Add(module);
            }
            else
            {
                _others.Add((mapping.Inode, mapping.Path, mapping.Start));
            }
        }

        Problems.Clear();
        Problems.AddRange(problems);
        return modules;
    }

    private List<ProcessMapping> ReadMaps()
    {
        try
        {
            return ProcessMapping.Parse(File.ReadAllText($"{_folder}/maps"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentIncompleteException(ProcessAccess.Explain(int.Parse(Path.GetFileName(_folder), CultureInfo.InvariantCulture)), exception);
        }
    }

    private LiveModule? Open(ProcessMapping mapping, List<ProcessMapping> mappings, List<LiveProblem> problems)
    {
        // The file by its name in the process's own tree; when that is another file by now, by the mapping itself, which needs privileges.
        var reasons = new List<string>();
        string[] candidates = [$"{_folder}/root{mapping.Path}", string.Create(CultureInfo.InvariantCulture, $"{_folder}/map_files/{mapping.Start:x}-{mapping.End:x}"), $"{_folder}/exe"];
        foreach (var candidate in candidates)
        {
            if (TryOpen(candidate, mapping, mappings, out var module, out var reason))
            {
                return module;
            }

            reasons.Add(reason);
        }

        // Only what was loaded as code can have been instrumented.
        if (LooksInstrumented(mapping, mappings))
        {
            problems.Add(new LiveProblem(mapping.Path, mapping.Start, reasons[0]));
        }

        return null;
    }

    /// <summary>Tries one name of the file.</summary>
    /// <returns>True when it is the file that was loaded (then <paramref name="module"/> is null when it is not instrumented), or no object at all.</returns>
    private bool TryOpen(string candidate, ProcessMapping mapping, List<ProcessMapping> mappings, out LiveModule? module, out string reason)
    {
        module = null;
        reason = "the file is not the one that was loaded: it was replaced since";
        FileByteSource? source = null;
        try
        {
            source = new FileByteSource(candidate);
            var elf = ElfObject.Read(source);
            if (!IsLoaded(elf, mapping, out var bias))
            {
                return false;
            }

            if (ModuleLayout.HasCounters(elf))
            {
                module = Accept(mapping, mappings, elf, source, bias);
                source = module is null ? source : null;
            }

            return true;
        }
        catch (MalformedDataException exception)
        {
            // Data files are mapped from their start, too.
            reason = exception.Message;
            return exception.Offset <= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            reason = "the file is gone, or another one has its name: it was replaced since";
            return false;
        }
        finally
        {
            source?.Dispose();
        }
    }

    /// <summary>Null for a file that is read, not loaded: its counters are not in memory that can be written.</summary>
    private static LiveModule? Accept(ProcessMapping mapping, List<ProcessMapping> mappings, ElfObject elf, FileByteSource source, ulong bias)
    {
        var counters = elf.FindSection("__llvm_prf_cnts")!; // HasCounters found it.
        var bitmap = elf.FindSection("__llvm_prf_bits");
        return IsWritable(counters) && (bitmap is null || IsWritable(bitmap)) ? new LiveModule(mapping.Path, elf, source, bias, counters, bitmap, mapping) : null;

        bool IsWritable(ElfSection section)
        {
            var (at, end) = (unchecked(bias + section.Address), unchecked(bias + section.Address + section.Size));
            foreach (var area in mappings)
            {
                if (area.IsWritable && area.Start <= at && at < area.End)
                {
                    at = area.End;
                }
            }

            return section.Size <= MaximumSection && end >= unchecked(bias + section.Address) && at >= end;
        }
    }

    /// <summary>The beginning of the first constant segment is in memory what it is in the file.</summary>
    private bool IsLoaded(ElfObject elf, ProcessMapping mapping, out ulong bias)
    {
        bias = 0;
        const uint Writable = 2;
        const uint Load = 1;
        var first = elf.Segments.FirstOrDefault(segment => segment.Type == Load);
        var constant = elf.Segments.FirstOrDefault(segment => segment.Type == Load && (segment.Flags & Writable) == 0 && segment.FileSize > 0);
        if (first is null || constant is null || (first.Offset & ~PageMask) != 0)
        {
            return false;
        }

        bias = unchecked(mapping.Start - ((first.Address - first.Offset) & ~PageMask));
        var length = (int)Math.Min(constant.FileSize, ComparedBytes);
        if (constant.Offset > (ulong)elf.Source.Length || (ulong)length > (ulong)elf.Source.Length - constant.Offset)
        {
            return false;
        }

        var (memory, file) = (new byte[length], new byte[length]);
        elf.Source.Read((long)constant.Offset, file);
        return _memory.TryRead(unchecked(bias + constant.Address), memory) && memory.AsSpan().SequenceEqual(file);
    }

    /// <summary>LLVM's runtime in a module mentions the name of its variable; nothing else of the file is at hand.</summary>
    private bool LooksInstrumented(ProcessMapping mapping, List<ProcessMapping> mappings)
    {
        foreach (var area in mappings.Where(area => area.Inode == mapping.Inode && area.Path == mapping.Path && area.End - area.Start <= MaximumSection))
        {
            var memory = new byte[area.End - area.Start];
            if (_memory.TryRead(area.Start, memory) && memory.AsSpan().IndexOf("LLVM_PROFILE_FILE"u8) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
