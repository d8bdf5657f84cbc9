using CovTools.Profiles;

namespace CovTools.Modules;

/// <summary>
/// The indexed profile of a program's modules: what llvm-profdata merge makes of the raw profiles that the modules' own runtimes would have written. All
/// functions are in it, executed or not.
/// </summary>
public static class ModuleProfile
{
    /// <summary>The release that <see cref="Write"/> takes by itself: the newest that the tools of all modules' releases read.</summary>
    /// <param name="modules">At least one.</param>
    public static LlvmRelease CommonRelease(IEnumerable<ModuleCounters> modules) => modules.Min(module => module.Layout.Release);

    /// <summary>Writes the profile.</summary>
    /// <param name="modules">The modules; functions with equal name and hash in several of them are added. Their order does not matter: they are taken by id.</param>
    /// <param name="stream">Written sequentially from its position on; not closed.</param>
    /// <param name="release">Whose format to write; null for the newest that all modules' releases read (LLVM 13 when there are no modules).</param>
    /// <returns>What could not be added as it was.</returns>
    public static MergeReport Write(IReadOnlyCollection<ModuleCounters> modules, Stream stream, LlvmRelease? release = null)
    {
        ArgumentNullException.ThrowIfNull(modules);
        var builder = new ProfileBuilder(release ?? (modules.Count == 0 ? default : CommonRelease(modules)));
        foreach (var module in modules.OrderBy(module => module.Layout.Id, StringComparer.Ordinal))
        {
            AddTo(builder, module);
        }

        IndexedProfileWriter.Write(builder, stream);
        return builder.Report;
    }

    /// <summary>Adds a module's functions to a merged profile.</summary>
    public static void AddTo(ProfileBuilder builder, ModuleCounters module)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(module);
        var layout = module.Layout;
        builder.AddFlags(layout.Flags);
        builder.AddBinaryId(Convert.FromHexString(layout.BuildId));
        var counters = Clamp(module.Counters, builder.Release.MaximumCount);
        var unnamed = Objects.NameHash.Compute([]);
        foreach (var function in layout.Functions)
        {
            var named = layout.Names.TryGetName(function.NameHash, out var name);
            builder.Add(new FunctionRecord(
                named ? function.NameHash : unnamed,
                name,
                function.FunctionHash,
                counters.Slice(function.FirstCounter, function.CounterCount),
                module.Bitmap.Slice(function.FirstBitmapByte, function.BitmapSize)));
        }
    }

    private static ReadOnlyMemory<ulong> Clamp(ReadOnlyMemory<ulong> counters, ulong maximum)
    {
        foreach (var counter in counters.Span)
        {
            if (counter > maximum)
            {
                return Array.ConvertAll(counters.ToArray(), value => Math.Min(value, maximum));
            }
        }

        return counters;
    }
}
