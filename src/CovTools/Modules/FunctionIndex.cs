using System.Runtime.InteropServices;
using CovTools.Profiles;

namespace CovTools.Modules;

/// <summary>Finds functions by both hashes; a module can have several records of one function, whose counters are added.</summary>
internal sealed class FunctionIndex
{
    private readonly Dictionary<(ulong NameHash, ulong FunctionHash), int> _first;
    private readonly Dictionary<int, List<int>> _others = [];
    private readonly Lazy<ILookup<ulong, ulong>> _hashes;

    public FunctionIndex(ModuleFunction[] functions)
    {
        _first = new(functions.Length);

        // Asked for functions without counters only, which most programs do not have.
        _hashes = new(() => functions.ToLookup(function => function.NameHash, function => function.FunctionHash));
        for (var i = 0; i < functions.Length; i++)
        {
            ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(_first, (functions[i].NameHash, functions[i].FunctionHash), out var known);
            if (!known)
            {
                first = i;
            }
            else if (functions[first].CounterCount == functions[i].CounterCount)
            {
                ref var others = ref CollectionsMarshal.GetValueRefOrAddDefault(_others, first, out _);
                (others ??= []).Add(i);
            }
        }
    }

    /// <summary>The first record of a function.</summary>
    public bool TryFind(ulong nameHash, ulong functionHash, out int function) => _first.TryGetValue((nameHash, functionHash), out function);

    /// <summary>What is known of a function that is not there: see <see cref="CounterMiss"/>.</summary>
    public CounterMiss ExplainMiss(ulong nameHash, ulong functionHash)
    {
        const ulong ContextSensitive = 1UL << 60;
        var miss = CounterMiss.UnknownName;
        foreach (var other in _hashes.Value[nameHash])
        {
            if (((other ^ functionHash) & ContextSensitive) == 0)
            {
                return CounterMiss.OtherHash;
            }

            miss = CounterMiss.OtherHashOfOtherKind;
        }

        return miss;
    }

    /// <summary>Further records with the same hashes and number of counters.</summary>
    public IReadOnlyList<int> Others(int function) => _others.TryGetValue(function, out var others) ? others : [];
}
