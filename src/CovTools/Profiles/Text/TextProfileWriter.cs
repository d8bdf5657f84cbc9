using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>Writes text profiles, byte for byte as llvm-profdata merge -text of a release (InstrProfWriter::writeText in llvm/ProfileData/InstrProfWriter.cpp).</summary>
public static class TextProfileWriter
{
    /// <summary>Writes <paramref name="profile"/>: records ordered by the bytes of their names, then by hash. Binary ids have no text form.</summary>
    /// <param name="profile">The records.</param>
    /// <param name="stream">Written from its current position on, sequentially; not closed.</param>
    /// <param name="options">How; null for everything as the profile's release does.</param>
    /// <exception cref="InvalidOperationException">A record has no name, which text cannot express; nothing was written.</exception>
    public static void Write(ProfileBuilder profile, Stream stream, ProfileWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(stream);
        options ??= ProfileWriteOptions.Default;
        var content = new ProfileContent(profile, options);
        var order = Order(content);
        var names = SymbolsOf(content, order);
        var output = new TextOutput(stream);
        WriteHeader(output, content);
        if (content.Traces is { } traces && content.Release.Major >= 17)
        {
            WriteTraces(output, traces, names);
        }

        var writer = new TextRecordWriter(output, content.Release, hash => names.GetValueOrDefault(hash));
        foreach (var index in order)
        {
            var entry = content.Entries[index];
            writer.Write(content.Names[entry.Name].Bytes.Span, entry.FunctionHash, entry.Counters.Span, entry.Bitmap.Span, entry.Values);
        }

        output.Flush();
    }

    private static int[] Order(ProfileContent content)
    {
        var order = new List<int>();
        for (var i = 0; i < content.Entries.Length; i++)
        {
            if (content.IsKept(content.Entries[i].Name))
            {
                order.Add(i);
            }
        }

        if (order.Exists(index => content.Names[content.Entries[index].Name].Bytes.IsEmpty))
        {
            throw new InvalidOperationException("The profile has records of functions without a name; a text profile cannot hold them.");
        }

        var sorted = order.ToArray();
        Array.Sort(sorted, (left, right) =>
        {
            var first = content.Entries[left];
            var second = content.Entries[right];
            var names = first.Name == second.Name ? 0 : content.Names[first.Name].Bytes.Span.SequenceCompareTo(content.Names[second.Name].Bytes.Span);
            return names != 0 ? names : first.FunctionHash.CompareTo(second.FunctionHash);
        });
        return sorted;
    }

    /// <summary>Names that values and traces can mean: those of the records that are written, and kept ones of virtual tables.</summary>
    private static Dictionary<ulong, ReadOnlyMemory<byte>> SymbolsOf(ProfileContent content, int[] order)
    {
        var names = new Dictionary<ulong, ReadOnlyMemory<byte>>();
        if (content.Traces is null && !Array.Exists(order, index => content.Entries[index].Values is not null))
        {
            return names;
        }

        foreach (var index in order)
        {
            var name = content.Names[content.Entries[index].Name];
            names.TryAdd(name.Hash, name.Bytes);
        }

        foreach (var name in content.VirtualTableNames)
        {
            names.TryAdd(NameHash.Compute(name.Span), name);
        }

        return names;
    }

    private static void WriteHeader(TextOutput output, ProfileContent content)
    {
        var flags = content.Flags;
        if (flags.HasFlag(ProfileFlags.ContextSensitive))
        {
            output.Bytes("# CSIR level Instrumentation Flag\n:csir\n"u8);
        }
        else if (flags.HasFlag(ProfileFlags.IntermediateRepresentation))
        {
            output.Bytes("# IR level Instrumentation Flag\n:ir\n"u8);
        }

        if (flags.HasFlag(ProfileFlags.EntryFirst))
        {
            output.Bytes("# Always instrument the function entry block\n:entry_first\n"u8);
        }

        if (flags.HasFlag(ProfileFlags.LoopEntries))
        {
            output.Bytes("# Always instrument the loop entry blocks\n:instrument_loop_entries\n"u8);
        }

        if (flags.HasFlag(ProfileFlags.SingleByte) && content.Release.Major >= 18)
        {
            output.Bytes("# Instrument block coverage\n:single_byte_coverage\n"u8);
        }
    }

    private static void WriteTraces(TextOutput output, TemporalTraces traces, Dictionary<ulong, ReadOnlyMemory<byte>> names)
    {
        output.Bytes(":temporal_prof_traces\n# Num Temporal Profile Traces:\n"u8);
        output.Line((ulong)traces.Traces.Count);
        output.Bytes("# Temporal Profile Trace Stream Size:\n"u8);
        output.Line(traces.StreamSize);
        foreach (var trace in traces.Traces)
        {
            output.Bytes("# Weight:\n"u8);
            output.Line(trace.Weight);
            foreach (var function in trace.Functions)
            {
                output.Bytes(names.GetValueOrDefault(function).Span);
                output.Bytes(","u8);
            }

            output.Bytes("\n"u8);
        }

        output.Bytes("\n"u8);
    }
}
