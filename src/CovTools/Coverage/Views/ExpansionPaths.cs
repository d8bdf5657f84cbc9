using System.Runtime.InteropServices;

namespace CovTools.Coverage;

/// <summary>Visits the conditions inside of the expansions of a function together with the places of the expansions that lead to them. Not safe for concurrent use.</summary>
internal sealed class ExpansionPaths
{
    private readonly NestedExpansions _nested = new();
    private readonly List<ulong> _path = [];

    /// <summary>Gets a path, outermost expansion first, as line and column in one number, and the index of a condition of the function.</summary>
    public delegate void Visitor(ReadOnlySpan<ulong> path, int branch);

    /// <summary>Visits all expansions of a file id: of each first the nested expansions, then its own conditions.</summary>
    public void Visit(FunctionEvaluator function, int fileId, Visitor visitor)
    {
        _nested.Start(function);
        _path.Clear();
        _nested.Visit(function, fileId, Enter, Leave, branch => visitor(CollectionsMarshal.AsSpan(_path), branch));

        void Enter(int region)
        {
            ref readonly var expansion = ref function.Regions[region];
            _path.Add(((ulong)expansion.StartLine << 32) | expansion.StartColumn);
        }

        void Leave() => _path.RemoveAt(_path.Count - 1);
    }
}
