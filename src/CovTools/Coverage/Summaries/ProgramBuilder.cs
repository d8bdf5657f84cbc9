using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>
/// Collects, for one function, what each count covers, and writes it as a program that <see cref="ProgramRunner"/> runs
/// on the counters of a profile. All that summaries ask of a count is whether it is zero.
/// </summary>
internal sealed class ProgramBuilder
{
    private readonly List<CounterExpression> _expressions = [];
    private readonly List<int> _order = [];
    private readonly CounterTable _termNumbers = new();
    private readonly List<Term> _terms = [];
    private readonly List<Counter> _setItems = [];
    private readonly List<(int Start, int Count, long Lines)> _sets = [];
    private readonly MappingBuffer<int> _slots = new();
    private readonly List<ConditionalLine> _conditionals = [];

    /// <summary>Number of lines when all counts are zero.</summary>
    public long Lines { get; private set; }

    /// <summary>Number of code regions.</summary>
    public int Regions { get; private set; }

    /// <summary>Number of outcomes of conditions.</summary>
    public int Branches { get; private set; }

    /// <summary>The count of the whole function.</summary>
    public Counter Execution { get; set; }

    /// <summary>Starts a function.</summary>
    /// <param name="function">Its expressions.</param>
    /// <param name="isUsed">By expression: whether a region uses it. Others may not be computable and are left out.</param>
    public void Start(FunctionMapping function, ReadOnlySpan<int> isUsed)
    {
        _expressions.Clear();
        _order.Clear();
        _termNumbers.Clear();
        _terms.Clear();
        _setItems.Clear();
        _sets.Clear();
        _conditionals.Clear();
        (Lines, Regions, Branches, Execution) = (0, 0, 0, default);
        foreach (var expression in function.Expressions)
        {
            _expressions.Add(expression);
        }

        foreach (var index in function.EvaluationOrder)
        {
            if (isUsed[index] != 0)
            {
                _order.Add(index);
            }
        }
    }

    /// <summary>The sum of two counts.</summary>
    public Counter Sum(Counter left, Counter right)
    {
        if (left.IsZero || right.IsZero)
        {
            return left.IsZero ? right : left;
        }

        _order.Add(_expressions.Count);
        _expressions.Add(new CounterExpression(left, right, Subtract: false));
        return Counter.Expression((uint)_expressions.Count - 1);
    }

    public void AddRegion(Counter count)
    {
        Regions++;
        AddTerm(count, new Term(count, 1, 0, 0));
    }

    public void AddBranch(Counter count)
    {
        Branches++;
        AddTerm(count, new Term(count, 0, 1, 0));
    }

    /// <summary>Adds lines that are covered when <paramref name="count"/> is not zero.</summary>
    public void AddLines(Counter count, long lines)
    {
        Lines += lines;
        if (lines > 0)
        {
            AddTerm(count, new Term(count, 0, 0, lines));
        }
    }

    /// <summary>Adds a line that is covered when any of <paramref name="counts"/> (none zero for certain) is not zero.</summary>
    public void AddLine(List<Counter> counts)
    {
        if (counts.Count == 1)
        {
            AddLines(counts[0], 1);
            return;
        }

        Lines++;
        if (counts.Count == 0)
        {
            return;
        }

        if (_sets.Count > 0 && IsLastSet(counts))
        {
            _sets[^1] = _sets[^1] with { Lines = _sets[^1].Lines + 1 };
            return;
        }

        _sets.Add((_setItems.Count, counts.Count, 1));
        _setItems.AddRange(counts);
    }

    /// <summary>Adds a line that begins with skipped text when all pairs are equal.</summary>
    public void AddConditionalLine(List<(Counter Left, Counter Right)> equal, bool mappedIfSkipped, bool mappedOtherwise, List<Counter> covering)
    {
        Lines += mappedIfSkipped ? 1 : 0;
        _conditionals.Add(new ConditionalLine([.. equal], mappedIfSkipped, mappedOtherwise, [.. covering]));
    }

    /// <summary>Writes the program.</summary>
    public void WriteTo(ProgramWriter writer)
    {
        _slots.Fill(_expressions.Count, 0);
        writer.Write((ulong)_order.Count);
        for (var slot = 0; slot < _order.Count; slot++)
        {
            var expression = _expressions[_order[slot]];
            writer.Write((Encode(expression.Left) << 1) | (expression.Subtract ? 1UL : 0));
            writer.Write(Encode(expression.Right));
            _slots[_order[slot]] = slot;
        }

        writer.Write(Encode(Execution));
        writer.Write((ulong)_terms.Count);
        foreach (var term in _terms)
        {
            writer.Write(Encode(term.Count));
            writer.Write((ulong)term.Regions);
            writer.Write((ulong)term.Branches);
            writer.Write((ulong)term.Lines);
        }

        writer.Write((ulong)_sets.Count);
        foreach (var (start, count, lines) in _sets)
        {
            writer.Write((ulong)lines);
            WriteCounts(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_setItems).Slice(start, count), writer);
        }

        writer.Write((ulong)_conditionals.Count);
        foreach (var line in _conditionals)
        {
            writer.Write((ulong)line.Equal.Length);
            foreach (var (left, right) in line.Equal)
            {
                writer.Write(Encode(left));
                writer.Write(Encode(right));
            }

            writer.Write(line.MappedIfSkipped ? 1UL : 0);
            writer.Write(line.MappedOtherwise ? 1UL : 0);
            WriteCounts(line.Covering, writer);
        }
    }

    private void WriteCounts(ReadOnlySpan<Counter> counts, ProgramWriter writer)
    {
        writer.Write((ulong)counts.Length);
        foreach (var count in counts)
        {
            writer.Write(Encode(count));
        }
    }

    /// <summary>0 for zero, odd numbers for counters, even ones for expressions.</summary>
    private ulong Encode(Counter counter) => counter.Kind switch
    {
        CounterKind.Zero => 0,
        CounterKind.Value => (counter.Index * 2UL) + 1,
        _ => ((ulong)_slots[(int)counter.Index] * 2) + 2,
    };

    private bool IsLastSet(List<Counter> counts)
    {
        var (start, count, _) = _sets[^1];
        if (count != counts.Count)
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            if (_setItems[start + i] != counts[i])
            {
                return false;
            }
        }

        return true;
    }

    private void AddTerm(Counter count, Term term)
    {
        if (count.IsZero)
        {
            return;
        }

        var number = _termNumbers.Number(count);
        if (number == _terms.Count)
        {
            _terms.Add(term);
        }
        else
        {
            _terms[number] = _terms[number].Add(term);
        }
    }

    /// <summary>A line that is mapped or not depending on counts.</summary>
    private sealed record ConditionalLine((Counter Left, Counter Right)[] Equal, bool MappedIfSkipped, bool MappedOtherwise, Counter[] Covering);

    /// <summary>How much a count covers when it is not zero.</summary>
    private readonly record struct Term(Counter Count, int Regions, int Branches, long Lines)
    {
        public Term Add(Term other) => new(Count, Regions + other.Regions, Branches + other.Branches, Lines + other.Lines);
    }
}
