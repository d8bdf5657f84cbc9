using System.Runtime.InteropServices;

namespace CovTools.Coverage;

/// <summary>The elements of one file, each with whether it was covered.</summary>
internal sealed class SourceElements
{
    /// <summary>The chain of text that no macro brought.</summary>
    public const int NoExpansion = 0;

    private readonly Dictionary<SourcePlace, bool> _regions = [];
    private readonly Dictionary<(SourcePlace Place, bool Outcome), bool> _outcomes = [];
    private readonly Dictionary<(uint Line, uint Column), bool> _functions = [];
    private readonly Dictionary<(int Outer, uint Line, uint Column, int Use), int> _chains = [];
    private Metric _instantiations;

    /// <summary>Lines, and whether they were covered.</summary>
    public LineSet Lines { get; } = new();

    /// <summary>Outcomes of conditions, and whether they were covered.</summary>
    public IReadOnlyDictionary<(SourcePlace Place, bool Outcome), bool> Outcomes => _outcomes;

    /// <summary>The number of a chain: an expansion at a place of a chain, and which one it is if a function has several there. Equal ones have equal numbers.</summary>
    public int ChainOf(int outer, uint line, uint column, int use)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_chains, (outer, line, column, use), out var exists);
        return exists ? number : number = _chains.Count;
    }

    public void AddRegion(SourcePlace place, bool isCovered) => Add(_regions, place, isCovered);

    public void AddOutcome(SourcePlace place, bool outcome, bool isCovered) => Add(_outcomes, (place, outcome), isCovered);

    public void AddFunction(uint line, uint column, bool isCovered)
    {
        Add(_functions, (line, column), isCovered);
        _instantiations += new Metric(isCovered ? 1 : 0, 1);
    }

    public CoverageTotals ToTotals() => new(Count(_regions), Count(_functions), _instantiations, Lines.Totals, Count(_outcomes));

    private static void Add<T>(Dictionary<T, bool> elements, T element, bool isCovered)
        where T : notnull
    {
        ref var covered = ref CollectionsMarshal.GetValueRefOrAddDefault(elements, element, out _);
        covered |= isCovered;
    }

    private static Metric Count<T>(Dictionary<T, bool> elements)
        where T : notnull => new(elements.Values.Count(static covered => covered), elements.Count);
}
