using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Modules;

/// <summary>
/// Finds the raw version of a module. The variable __llvm_profile_raw_version tells exactly but is gone from stripped files; then the records tell: their
/// stride and fields must make every counter and bitmap land in its section and every name known, and what the compilers left in .comment decides
/// between versions that both fit (9 and 10 without bitmaps).
/// </summary>
internal static class RawVersionDetector
{
    /// <summary>Newest first. Version 5 is not among them: its records are those of version 7.</summary>
    private static ReadOnlySpan<int> s_versions => [11, 10, 9, 8, 7];

    /// <summary>Decides the version, the flags and the functions.</summary>
    /// <exception cref="MalformedDataException">No version fits the records.</exception>
    public static DetectedVersion Detect(ModuleSections sections)
    {
        if (sections.Module.TryReadSymbolValue(CoverageObjectWriter.RawVersionSymbol, out var word))
        {
            return FromWord(sections, word);
        }

        var candidates = new List<DetectedVersion>();
        var lastProblem = string.Empty;
        foreach (var version in s_versions)
        {
            if (TryVersion(sections, version, out var candidate, out var problem))
            {
                candidates.Add(candidate);
            }
            else
            {
                lastProblem = problem;
            }
        }

        if (candidates.Count == 0)
        {
            throw new MalformedDataException(sections.Module.Name, ByteSourceExtensions.ClampOffset(sections.Data.Offset), $"the function records fit no raw profile version: {lastProblem}");
        }

        foreach (var candidate in candidates)
        {
            if (LlvmRelease.Detect(sections.Module.Comments, candidate.Version) is not null)
            {
                return candidate;
            }
        }

        // Nothing tells: the oldest, so that every release that may have made the module reads what is written for it.
        return candidates[^1];
    }

    private static DetectedVersion FromWord(ModuleSections sections, ulong word)
    {
        var version = (uint)word;
        var flags = (ProfileFlags)(word & ~0xffff_ffffUL);
        if (version > 11 || RawRecordLayout.For((int)version, sections.Module.Is64Bit) is not { } layout)
        {
            throw new MalformedDataException(sections.Module.Name, -1, $"raw profile version {version} is not known");
        }

        var counterSize = flags.HasFlag(ProfileFlags.SingleByte) ? 1 : 8;
        return FunctionTable.TryRead(sections, layout, counterSize, out var functions, out var problem)
            ? new DetectedVersion((int)version, flags, functions)
            : throw new MalformedDataException(sections.Module.Name, ByteSourceExtensions.ClampOffset(sections.Data.Offset), problem);
    }

    private static bool TryVersion(ModuleSections sections, int version, out DetectedVersion detected, out string problem)
    {
        detected = default;
        problem = "the pointer width is not known";
        if (RawRecordLayout.For(version, sections.Module.Is64Bit) is not { } layout)
        {
            return false;
        }

        // Counters of 8 bytes would not fit when they are in truth bytes: that reading fails before the other is tried.
        foreach (var counterSize in (ReadOnlySpan<int>)[8, 1])
        {
            if (!FunctionTable.TryRead(sections, layout, counterSize, out var functions, out problem) || !Explains(sections, functions, counterSize, out problem))
            {
                continue;
            }

            detected = new DetectedVersion(version, counterSize == 1 ? ProfileFlags.SingleByte : ProfileFlags.None, functions);
            return true;
        }

        return false;
    }

    /// <summary>The records must use up both sections, and have names.</summary>
    private static bool Explains(ModuleSections sections, ModuleFunction[] functions, int counterSize, out string problem)
    {
        var counters = 0UL;
        var bitmap = 0UL;
        foreach (var function in functions)
        {
            if (sections.Names.Count > 0 && !sections.Names.TryGetName(function.NameHash, out _))
            {
                problem = $"function record with name hash 0x{function.NameHash:x16} has no name";
                return false;
            }

            counters += (ulong)function.CounterCount;
            bitmap += (ulong)function.BitmapSize;
        }

        if (counterSize == 1 && counters * 8 <= sections.Counters.Size)
        {
            problem = $"{counters} counters are too few for {sections.Counters.Size} bytes of one-byte counters";
            return false;
        }

        if (sections.BitmapSize > 0 && bitmap == 0)
        {
            problem = $"no function uses the {sections.BitmapSize} bitmap bytes";
            return false;
        }

        problem = string.Empty;
        return true;
    }
}
