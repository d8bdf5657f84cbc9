using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>Finds which expressions and how many counters the regions of a function use.</summary>
internal sealed class CounterUse
{
    private readonly MappingBuffer<int> _used = new();

    /// <summary>By expression: not zero when a region needs it.</summary>
    public ReadOnlySpan<int> Expressions => _used.Items;

    /// <summary>One more than the largest counter that any region uses; 0 when none is used.</summary>
    public uint All { get; private set; }

    /// <summary>The same without the counters of false outcomes.</summary>
    public uint Main { get; private set; }

    public void Find(FunctionMapping function)
    {
        _used.Fill(function.Expressions.Length, 0);
        All = 0;
        foreach (ref readonly var region in function.Regions)
        {
            Use(region.Count);
        }

        UseOperands(function);
        Main = All;
        foreach (ref readonly var region in function.Regions)
        {
            Use(region.FalseCount);
        }

        UseOperands(function);
    }

    private void UseOperands(FunctionMapping function)
    {
        var order = function.EvaluationOrder;
        for (var i = order.Length - 1; i >= 0; i--)
        {
            if (_used[order[i]] != 0)
            {
                Use(function.Expressions[order[i]].Left);
                Use(function.Expressions[order[i]].Right);
            }
        }
    }

    private void Use(Counter counter)
    {
        if (counter.Kind == CounterKind.Expression)
        {
            _used[(int)counter.Index] = 1;
        }
        else if (counter.Kind == CounterKind.Value)
        {
            All = Math.Max(All, counter.Index + 1);
        }
    }
}
