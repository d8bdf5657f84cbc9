namespace CovTools.Coverage;

/// <summary>Runs the programs that <see cref="ProgramBuilder"/> writes. Reusable, not safe for concurrent use.</summary>
internal sealed class ProgramRunner
{
    private ulong[] _values = new ulong[64];

    /// <summary>Evaluates a function.</summary>
    /// <param name="program">Its program, to its end or beyond.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="counters">Its counters, at least as many as required.</param>
    public FunctionTally Run(ReadOnlySpan<byte> program, in FunctionShape shape, ReadOnlySpan<ulong> counters)
    {
        var reader = new ProgramReader(program);
        var values = Evaluate(ref reader, counters);
        var tally = FunctionTally.NeverExecuted(shape) with { Executions = Value(reader.Read(), counters, values) };
        long regions = 0, branches = 0, lines = 0;
        for (var terms = reader.ReadCount(); terms > 0; terms--)
        {
            var isCovered = Value(reader.Read(), counters, values) != 0;
            var (regionWeight, branchWeight, lineWeight) = ((long)reader.Read(), (long)reader.Read(), (long)reader.Read());
            if (isCovered)
            {
                regions += regionWeight;
                branches += branchWeight;
                lines += lineWeight;
            }
        }

        for (var sets = reader.ReadCount(); sets > 0; sets--)
        {
            var weight = (long)reader.Read();
            lines += IsAnyCovered(ref reader, counters, values) ? weight : 0;
        }

        var total = tally.Lines.Total;
        for (var conditionals = reader.ReadCount(); conditionals > 0; conditionals--)
        {
            var isSkipped = AreAllEqual(ref reader, counters, values);
            var mappedIfSkipped = reader.Read() != 0;
            var mappedOtherwise = reader.Read() != 0;
            var isCovered = IsAnyCovered(ref reader, counters, values);
            var isMapped = isSkipped ? mappedIfSkipped : mappedOtherwise;
            total += (isMapped ? 1 : 0) - (mappedIfSkipped ? 1 : 0);
            lines += isMapped && isCovered ? 1 : 0;
        }

        return tally with
        {
            Regions = new Metric(regions, tally.Regions.Total),
            Branches = new Metric(branches, tally.Branches.Total),
            Lines = new Metric(lines, total),
        };
    }

    private static bool IsAnyCovered(ref ProgramReader reader, scoped ReadOnlySpan<ulong> counters, scoped ReadOnlySpan<ulong> values)
    {
        var result = 0UL;
        for (var count = reader.ReadCount(); count > 0; count--)
        {
            result |= Value(reader.Read(), counters, values);
        }

        return result != 0;
    }

    private static bool AreAllEqual(ref ProgramReader reader, scoped ReadOnlySpan<ulong> counters, scoped ReadOnlySpan<ulong> values)
    {
        var result = true;
        for (var count = reader.ReadCount(); count > 0; count--)
        {
            result &= Value(reader.Read(), counters, values) == Value(reader.Read(), counters, values);
        }

        return result;
    }

    /// <summary>A count: 0 for zero, odd numbers for counters, even ones for expressions.</summary>
    private static ulong Value(ulong reference, ReadOnlySpan<ulong> counters, ReadOnlySpan<ulong> values)
    {
        if (reference == 0)
        {
            return 0;
        }

        var index = (int)((reference - 1) >> 1);
        return (reference & 1) != 0 ? counters[index] : values[index];
    }

    private ReadOnlySpan<ulong> Evaluate(scoped ref ProgramReader reader, scoped ReadOnlySpan<ulong> counters)
    {
        var count = reader.ReadCount();
        if (count > _values.Length)
        {
            _values = new ulong[Math.Max(count, _values.Length * 2)];
        }

        for (var i = 0; i < count; i++)
        {
            var head = reader.Read();
            var left = Value(head >> 1, counters, _values);
            var right = Value(reader.Read(), counters, _values);
            _values[i] = unchecked((head & 1) != 0 ? left - right : left + right);
        }

        return _values;
    }
}
