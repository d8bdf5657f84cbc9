using System.Globalization;

namespace CovTools.Profiles;

/// <summary>Tells what is in a profile, as llvm-profdata show of a release does (showInstrProfile in llvm/tools/llvm-profdata/llvm-profdata.cpp).</summary>
public static class ProfileShowWriter
{
    private static ReadOnlySpan<uint> CutoffsUntil14 => [800000, 900000, 950000, 990000, 999000, 999900, 999990];

    /// <summary>Prints the profiles of a file.</summary>
    /// <param name="profiles">The profiles of one file; they are taken together.</param>
    /// <param name="options">What to print.</param>
    /// <param name="writer">Lines end with \n. Names that are no UTF-8 are printed with replacement characters.</param>
    /// <exception cref="MalformedDataException">A profile is damaged. What was printed before belongs to the records before.</exception>
    public static void Write(IEnumerable<IProfile> profiles, ProfileShowOptions options, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(writer);
        var content = ShowContent.Read(profiles, options);
        if (!options.Text && options.ListBelowCutoff)
        {
            writer.Write(Line($"The list of functions with the maximum counter less than {options.ValueCutoff}:"));
        }

        if (options.Text && content.IsIntermediateRepresentation)
        {
            writer.Write(":ir\n");
        }

        var functions = new FunctionShow(content, options, writer);
        foreach (var record in content.Records)
        {
            if (!content.IsIntermediateRepresentation || FunctionShow.IsContextSensitive(record) == options.ContextSensitive)
            {
                functions.Add(record);
            }
        }

        if (!options.Text && !options.Covered)
        {
            WriteTotals(content, functions, options, writer);
        }
    }

    private static void WriteTotals(ShowContent content, FunctionShow functions, ProfileShowOptions options, TextWriter writer)
    {
        var cutoffs = options switch
        {
            { DetailedSummary: false } => [],
            { Cutoffs.Count: > 0 } => [.. options.Cutoffs],
            { Release.Major: <= 14 } => CutoffsUntil14,
            _ => ProfileSummary.DefaultCutoffs,
        };
        var totals = functions.Summary.Totals(cutoffs);
        writer.Write(Level(content.Flags, options.Release));
        if (options.AllFunctions || options.Function.Length > 0)
        {
            writer.Write(Line($"Functions shown: {functions.Shown}"));
        }

        writer.Write(Line($"Total functions: {totals.Functions}"));
        var alwaysBlocks = options.Release.Major >= 20;
        if (!alwaysBlocks)
        {
            WriteBelowCutoff(functions, totals, options, writer);
        }

        writer.Write(Line($"Maximum function count: {totals.MaximumFunctionCount}"));
        writer.Write(Line($"Maximum internal block count: {totals.MaximumInternalCount}"));
        if (alwaysBlocks)
        {
            WriteBlocks(totals, writer);
            WriteBelowCutoff(functions, totals, options, writer);
        }

        functions.WriteHottest();
        functions.WriteStatistics();
        if (options.DetailedSummary)
        {
            if (!alwaysBlocks)
            {
                WriteBlocks(totals, writer);
            }

            WriteCutoffs(totals, options.Release, writer);
        }

        WriteSections(content, options, writer);
    }

    private static string Level(ProfileFlags flags, LlvmRelease release)
    {
        if (!flags.HasFlag(ProfileFlags.IntermediateRepresentation))
        {
            return "Instrumentation level: Front-end\n";
        }

        var loops = release.Major >= 20 ? $"  instrument_loop_entries = {(flags.HasFlag(ProfileFlags.LoopEntries) ? 1 : 0)}" : "";
        return Line($"Instrumentation level: IR  entry_first = {(flags.HasFlag(ProfileFlags.EntryFirst) ? 1 : 0)}{loops}");
    }

    private static void WriteBelowCutoff(FunctionShow functions, ProfileTotals totals, ProfileShowOptions options, TextWriter writer)
    {
        if (options.ValueCutoff > 0)
        {
            writer.Write(Line($"Number of functions with maximum count (< {options.ValueCutoff}): {functions.BelowCutoff}"));
            writer.Write(Line($"Number of functions with maximum count (>= {options.ValueCutoff}): {unchecked(totals.Functions - functions.BelowCutoff)}"));
        }
    }

    private static void WriteBlocks(ProfileTotals totals, TextWriter writer)
    {
        writer.Write(Line($"Total number of blocks: {totals.Blocks}"));
        writer.Write(Line($"Total count: {totals.TotalCount}"));
    }

    private static void WriteCutoffs(ProfileTotals totals, LlvmRelease release, TextWriter writer)
    {
        writer.Write("Detailed summary:\n");
        foreach (var cutoff in totals.Cutoffs)
        {
            var percent = ShowNumbers.Percent(cutoff.Cutoff);
            if (release.Major < 20)
            {
                writer.Write(Line($"{cutoff.Blocks} blocks with count >= {cutoff.MinimumCount} account for {percent} percentage of the total counts."));
                continue;
            }

            var part = ShowNumbers.TwoDecimals(totals.Blocks == 0 ? 0 : 100f * cutoff.Blocks / totals.Blocks);
            writer.Write(Line($"{cutoff.Blocks} blocks ({part}%) with count >= {cutoff.MinimumCount} account for {percent}% of the total counts."));
        }
    }

    private static void WriteSections(ShowContent content, ProfileShowOptions options, TextWriter writer)
    {
        if (options.BinaryIds && content.TellsBinaryIds(options.Release))
        {
            writer.Write("Binary IDs: \n");
            foreach (var id in content.BinaryIds)
            {
                writer.Write(Line($"{id}"));
            }
        }

        if (options.Version)
        {
            writer.Write(Line($"Profile version: {content.Version}"));
        }

        if (!options.TemporalTraces)
        {
            return;
        }

        writer.Write(Line($"Temporal Profile Traces (samples={content.Traces.Traces.Count} seen={content.Traces.StreamSize}):"));
        for (var i = 0; i < content.Traces.Traces.Count; i++)
        {
            var trace = content.Traces.Traces[i];
            writer.Write(Line($"  Temporal Profile Trace {i} (weight={trace.Weight} count={trace.Functions.Count}):"));
            foreach (var function in trace.Functions)
            {
                writer.Write(Line($"    {content.NameOf(function)}"));
            }
        }
    }

    private static string Line(FormattableString text) => FormattableString.Invariant(text) + "\n";
}
