namespace CovTools.Profiles;

/// <summary>
/// What the value sites of a function saw. Sites are numbered from 0 within their kind; a kind without sites has an empty list. Immutable.
/// </summary>
public sealed class ValueProfile
{
    /// <summary>Number of <see cref="ValueKind"/>s.</summary>
    public const int KindCount = 3;

    private readonly IReadOnlyList<IReadOnlyList<ValueCount>>[] _kinds;

    /// <summary>Makes the profile of a function.</summary>
    /// <param name="indirectCallTargets">The values of every indirect call.</param>
    /// <param name="memoryOperationSizes">The values of every memory operation.</param>
    /// <param name="virtualTableTargets">The values of every load of a virtual table.</param>
    public ValueProfile(
        IReadOnlyList<IReadOnlyList<ValueCount>> indirectCallTargets,
        IReadOnlyList<IReadOnlyList<ValueCount>> memoryOperationSizes,
        IReadOnlyList<IReadOnlyList<ValueCount>> virtualTableTargets)
        => _kinds = [indirectCallTargets, memoryOperationSizes, virtualTableTargets];

    /// <summary>The sites of a kind, each with its values in the order of the file.</summary>
    public IReadOnlyList<IReadOnlyList<ValueCount>> Sites(ValueKind kind) => _kinds[(int)kind];
}
