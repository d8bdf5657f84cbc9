using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>A decision that waits for conditions.</summary>
/// <param name="region">Index of its region in the function.</param>
/// <param name="decision">The region.</param>
internal sealed class OpenDecision(int region, MappingRegion decision)
{
    private readonly HashSet<int> _ids = [];
    private HashSet<int>? _expandedFiles;

    /// <summary>Index of its region in the function.</summary>
    public int Region => region;

    /// <summary>Indices of the regions of its conditions: the one evaluated first, then the others as they came.</summary>
    public List<int> Conditions { get; } = [];

    /// <summary>All conditions are there.</summary>
    public bool IsComplete => Conditions.Count == decision.ConditionCount;

    /// <summary>Takes what is expanded inside.</summary>
    /// <returns>False when the expansion is elsewhere.</returns>
    public bool TryAddExpansion(in MappingRegion expansion)
    {
        if (!Contains(expansion))
        {
            return false;
        }

        (_expandedFiles ??= []).Add(expansion.ExpandedFileId);
        return true;
    }

    /// <summary>Takes a condition.</summary>
    /// <returns>False when the condition is elsewhere or belongs to another decision.</returns>
    public bool TryAddCondition(int index, in MappingRegion condition)
    {
        if (condition.ConditionId >= decision.ConditionCount || !Contains(condition) || !_ids.Add(condition.ConditionId))
        {
            return false;
        }

        Conditions.Insert(condition.ConditionId == 0 ? 0 : Conditions.Count, index);
        return true;
    }

    private bool Contains(in MappingRegion part) =>
        (part.FileId == decision.FileId && part.Start >= decision.Start && part.End <= decision.End) || _expandedFiles?.Contains(part.FileId) == true;
}
